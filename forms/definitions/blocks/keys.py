"""The stable names of steps and questions."""

from __future__ import annotations

from wagtail import blocks


def key_block(made_from: str = "label") -> blocks.CharBlock:
    """Return the block for the stable name of a step or question."""
    return blocks.CharBlock(
        required=False,
        max_length=60,
        help_text=f"Made from the {made_from} at the first save and kept when that is reworded. "
        "Conditions refer to it.",
    )
