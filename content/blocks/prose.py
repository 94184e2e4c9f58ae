"""What editors may write in running text, and how much of it."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

INLINE = ["bold", "italic", "link"]
PROSE = ["h3", "bold", "italic", "link", "document-link", "ol", "ul"]
# Some twenty printed pages: more is a document, or a paste that went wrong.
LONGEST_TEXT = 40_000
LONGEST_LINE = 2_000


def inline_text(**options: Any) -> blocks.RichTextBlock:
    """Return a block for a few sentences."""
    return blocks.RichTextBlock(features=INLINE, max_length=LONGEST_LINE, **options)


def prose(**options: Any) -> blocks.RichTextBlock:
    """Return a block for paragraphs, lists and headings of the third level."""
    return blocks.RichTextBlock(features=PROSE, max_length=LONGEST_TEXT, **options)


class WithHeading(blocks.StructValue):
    """A block whose heading may be left out; its items then take the heading's level."""

    @property
    def level(self) -> int:
        """Return the level of the items' headings."""
        return 3 if self.get("heading") else 2
