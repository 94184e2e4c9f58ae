from __future__ import annotations

import io
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from scanning import ClamdScanner, ScannerUnavailable
from tests.clamd_server import BREAK_OFF, EICAR, NONSENSE, TOO_LARGE, clamd


def test_a_clean_file_gets_its_verdict_and_is_sent_whole() -> None:
    data = b"words " * 40_000
    with clamd() as server:
        assert ClamdScanner(server.address).scan(io.BytesIO(data)).is_clean

    assert server.streams == [data]


def test_what_is_found_is_named() -> None:
    with clamd() as server:
        verdict = ClamdScanner(server.address).scan(io.BytesIO(b"before " + EICAR))

    assert not verdict.is_clean
    assert verdict.finding == "Eicar-Test-Signature"


@pytest.mark.parametrize("behaviour", [BREAK_OFF, NONSENSE, TOO_LARGE])
def test_a_scanner_that_fails_gives_no_verdict(behaviour: str) -> None:
    with clamd() as server:
        server.behaviour = behaviour
        with pytest.raises(ScannerUnavailable):
            ClamdScanner(server.address).scan(io.BytesIO(b"words " * 400_000))


def test_a_scanner_that_is_not_there_gives_no_verdict() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"

    with pytest.raises(ScannerUnavailable):
        ClamdScanner(address).scan(io.BytesIO(b"words"))


def test_an_address_that_is_none_is_said_to_be_a_wrong_setting() -> None:
    with pytest.raises(ImproperlyConfigured, match="CLAMD_ADDRESS"):
        ClamdScanner("localhost").scan(io.BytesIO(b"words"))
