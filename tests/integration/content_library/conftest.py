from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clamd_server import Clamd, clamd


@pytest.fixture(autouse=True)
def empty_library(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "library": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "library", "base_url": None},
        },
    }


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    """A virus scanner that this site asks."""
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server
