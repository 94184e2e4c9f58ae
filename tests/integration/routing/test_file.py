"""Folders of this machine as inboxes."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.base import ErrorKind, Payload, TransportError
from forms.routing.transports.file import FileTransport

DATA = b"%PDF-1.7 sealed"
PAYLOAD = Payload(
    leg_id=uuid.UUID(int=7),
    reference="EC-7K3M-2QXA",
    data=DATA,
    sha256=hashlib.sha256(DATA).hexdigest(),
    encrypted=True,
    created_at=datetime(2027, 1, 4, tzinfo=UTC),
)


def _to(address: str) -> FrozenDestination:
    return FrozenDestination("", "file", address, accredited_secure_mail=False, programme="ExampleCare")


def test_a_repeat_leaves_one_whole_file(inboxes: Path) -> None:
    for _ in range(2):
        FileTransport().send(PAYLOAD, _to("nurse-service"))

    (arrived,) = (inboxes / "nurse-service").iterdir()
    assert arrived.name == "EC-7K3M-2QXA-00000000.pdf"
    assert arrived.read_bytes() == DATA
    assert list((inboxes / ".unfinished").iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["", ".", "..", "../outside", "/etc", "a/b", "a\\b", "a\x00b", ".unfinished", "a\n", "é", "a" * 101],
)
def test_an_address_that_is_not_one_plain_folder_is_refused(inboxes: Path, address: str) -> None:
    with pytest.raises(TransportError) as refused:
        FileTransport().send(PAYLOAD, _to(address))

    assert refused.value.kind is ErrorKind.MISCONFIGURED
    assert not inboxes.exists()


@given(address=st.text(max_size=40))
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=200
)
def test_no_address_leads_out_of_the_inboxes(inboxes: Path, address: str) -> None:
    try:
        FileTransport().send(PAYLOAD, _to(address))
    except TransportError:
        pass
    else:
        assert (inboxes / address).parent == inboxes

    outside = [path for path in inboxes.parent.rglob("*") if path.is_file() and inboxes not in path.parents]
    assert outside == []


def test_a_link_out_of_the_inboxes_is_refused(inboxes: Path, tmp_path: Path) -> None:
    inboxes.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (inboxes / "nurse-service").symlink_to(outside)

    with pytest.raises(TransportError) as refused:
        FileTransport().send(PAYLOAD, _to("nurse-service"))

    assert refused.value.kind is ErrorKind.MISCONFIGURED
    assert list(outside.iterdir()) == []
