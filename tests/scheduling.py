"""Which tests run in one process, and in which order: whatever shares a running product stays together.

The groups that pytest-xdist offers need an attribute that pytest 9.2 no longer reads, so its marks do nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# The longest come first, so that no worker begins one of them when the others have ended.
TOGETHER = ("tests/browser/", "tests/faults/product/")


def shared_by(nodeid: str) -> str:
    """Return the folder whose tests share one product, or else the test's module."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def longest_first(items: list[pytest.Item]) -> None:
    """Put the tests that share a product before all others, in place; each kind stays in its order."""
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in TOGETHER])


class WholeModules(LoadScopeScheduling):
    """Give a worker whole modules, and all that shares a product, in the order of collection."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return shared_by(nodeid)
