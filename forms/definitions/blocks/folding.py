"""Questions that stand folded in the editor: until somebody unfolds one, a single input holds all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail import blocks

from forms.definitions.spec import Json

# The name of that input, after the prefix of the block's own.
UNOPENED = "unopened"


class FoldedBlock(blocks.StructBlock):
    """Read what the browser posted of a question, whether its inputs were drawn or not."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        posted = data.get(f"{prefix}-{UNOPENED}")
        if posted is None:
            return super().value_from_datadict(data, files, prefix)
        try:
            return self.to_python(stored(self, json.loads(posted)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise SuspiciousOperation("What was posted of a question is none.") from error


def stored(block: blocks.Block, state: Json) -> Json:
    """Return the state of a block in the editor as the database holds its value."""
    if isinstance(block, blocks.ListBlock):
        return [
            {"type": "item", "value": stored(block.child_block, one["value"]), "id": one["id"]}
            for one in state
        ]
    if isinstance(block, blocks.BaseStructBlock):
        children = block.child_blocks
        return {name: stored(children[name], one) for name, one in state.items() if name in children}
    if isinstance(block, blocks.ChoiceBlock) and isinstance(state, list):
        # A drop-down list shows what is chosen as one of several that might be.
        return next(iter(state), "")
    return state
