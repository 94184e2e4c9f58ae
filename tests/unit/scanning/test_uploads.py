from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from scanning import Infected, NotScanned, require_clean
from tests.clamd_server import BREAK_OFF, EICAR, NONSENSE, TOO_LARGE, Clamd, clamd


@pytest.fixture
def asked(settings: Any) -> Iterator[Clamd]:
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


def test_a_clean_file_is_taken_and_was_scanned_whole(asked: Clamd) -> None:
    assert require_clean(io.BytesIO(b"words")) is True
    assert asked.streams == [b"words"]


def test_what_the_scanner_finds_something_in_is_not_taken(asked: Clamd) -> None:
    with pytest.raises(Infected, match="found something"):
        require_clean(io.BytesIO(EICAR))


@pytest.mark.parametrize("behaviour", [BREAK_OFF, NONSENSE, TOO_LARGE])
def test_without_a_verdict_nothing_is_taken(
    asked: Clamd, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked.behaviour = behaviour

    with pytest.raises(NotScanned, match="Try again"):
        require_clean(io.BytesIO(b"words " * 400_000))
    assert [one.levelno for one in caplog.records] == [logging.WARNING]


def test_a_scanner_that_is_away_lets_nothing_through(settings: Any) -> None:
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address

    with pytest.raises(NotScanned):
        require_clean(io.BytesIO(b"words"))


def test_where_no_scanner_is_set_up_the_file_is_said_not_to_be_scanned(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""

    assert require_clean(io.BytesIO(EICAR)) is False
