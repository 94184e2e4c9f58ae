from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clamd_server import Clamd, clamd


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    """A virus scanner that this site asks."""
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server
