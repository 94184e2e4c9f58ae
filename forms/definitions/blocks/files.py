"""What editors say about the files that a question takes."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.fields.files import FILE_TYPES, USUAL_TYPES


def file_types() -> blocks.MultipleChoiceBlock:
    """Return the choice of kinds of file; each is told by what a file holds, whatever it is called."""
    choices = [(name, kind.label) for name, kind in FILE_TYPES.items()]
    return blocks.MultipleChoiceBlock(
        choices=choices,
        default=list(USUAL_TYPES),
        label="Types of file",
        help_text="A file of another type is refused by what it holds, whatever its name says.",
    )


def files_limit(label: str, usual: int, most: int) -> blocks.IntegerBlock:
    """Return a limit of a question for files."""
    return blocks.IntegerBlock(
        required=False, min_value=1, max_value=most, label=label, help_text=f"At most {most}. Empty: {usual}."
    )
