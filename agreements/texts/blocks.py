"""What an editor of an agreement's text fills in; numbers are given by the compiler."""

from __future__ import annotations

from wagtail import blocks

from agreements.texts.spec import DEFINITIONS, PARTICULARS, PARTIES, SECTION

MERGE_HELP = "Plain text. A blank line begins a new paragraph. Merge fields stand in double braces."


def _key_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False,
        max_length=40,
        help_text="Only where another clause refers to this one, as {{clause:key}}.",
    )


class SubClauseBlock(blocks.StructBlock):
    text = blocks.TextBlock(required=False, rows=2)
    key = _key_block()

    class Meta:
        icon = "list-ul"
        label_format = "{text}"


class ClauseBlock(blocks.StructBlock):
    text = blocks.TextBlock(required=False, rows=3, help_text=MERGE_HELP)
    sub_clauses = blocks.ListBlock(SubClauseBlock(), default=[], label="Sub-clauses (a), (b)…")
    key = _key_block()

    class Meta:
        icon = "pilcrow"
        label_format = "{text}"


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160)
    clauses = blocks.ListBlock(ClauseBlock(), default=[])

    class Meta:
        icon = "list-ol"
        label_format = "{title}"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(required=False, max_length=120)
    meaning = blocks.TextBlock(required=False, rows=2)

    class Meta:
        label_format = "{term}"


class DefinitionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, default="Definitions")
    definitions = blocks.ListBlock(DefinitionBlock(), default=[])

    class Meta:
        icon = "openquote"
        label_format = "{title}"


class PartiesBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, default="Parties")
    introduction = blocks.TextBlock(required=False, rows=3, help_text=MERGE_HELP)
    parties = blocks.ListBlock(
        blocks.TextBlock(required=False, rows=2), default=[], help_text="Each party, numbered (1), (2)…"
    )

    class Meta:
        icon = "group"
        label_format = "{title}"


class ParticularsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, default="Particulars")

    class Meta:
        icon = "form"
        label_format = "{title}"


BODY = [
    (PARTIES, PartiesBlock()),
    (DEFINITIONS, DefinitionsBlock()),
    (SECTION, SectionBlock()),
    (PARTICULARS, ParticularsBlock(label="Where the particulars are printed")),
]
