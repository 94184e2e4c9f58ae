"""{% collected %} … {% endcollected %}: a page's text with its footnotes numbered and its notes below."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from content.collected.abbreviations import used_in
from content.collected.footnotes import Note, number_notes
from content.pages.surroundings import footnotes_in

register = template.Library()


@register.simple_block_tag(takes_context=True)
def collected(context: Context, content: str) -> SafeString:
    """Number the marks of the text, and add the notes and the abbreviations that it uses."""
    texts: dict[str, str] = context.get("note_texts") or {}
    numbered = number_notes(content, texts)
    read = numbered.html + " ".join(note.html for note in numbered.notes)
    below = render_to_string(
        "content/_collected.html",
        {
            "notes": numbered.notes,
            "other_notes": _never_referred_to(context.get("page"), numbered.notes, texts),
            "abbreviations": used_in(read, context.get("glossary") or {}),
        },
    )
    return mark_safe(numbered.html + below)  # noqa: S308 - both were rendered by templates


def _never_referred_to(page: Any, notes: tuple[Note, ...], texts: dict[str, str]) -> list[Note]:
    """Return the page's own notes that no mark uses: what an editor wrote is not lost silently."""
    used = {note.key for note in notes}
    keys = [block.value["mark"] for block in footnotes_in(page)] if page is not None else []
    return [Note(0, key, texts[key]) for key in dict.fromkeys(keys) if key not in used and key in texts]
