"""What stands elsewhere than before, told with as few words as possible."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def moved(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Return (name, the one it now stands after) of those that left their place among the others.

    The second is empty for what now comes first. What was added or removed moves nothing.
    """
    shared = set(before) & set(after)
    old = [one for one in before if one in shared]
    new = [one for one in after if one in shared]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {one for block in matcher.get_matching_blocks() for one in new[block.b : block.b + block.size]}
    return [(one, new[place - 1] if place else "") for place, one in enumerate(new) if one not in stayed]
