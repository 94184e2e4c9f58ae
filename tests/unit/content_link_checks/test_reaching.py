"""This server asks public addresses only, however they are written."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st

from content.link_checks.checking import check
from content.link_checks.models import ExternalLink
from content.link_checks.reaching import Network, RefusedAddress, Unreachable, ask, is_public, look_up


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "::1",
        "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "2002:7f00:1::", "nonsense", "",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are(address) -> None:
    assert is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8"))
def test_every_address_of_private_networks_is_refused(address) -> None:
    with pytest.raises(RefusedAddress):
        Network(resolve=lambda host, port: [str(address)]).address_of("host.example", 443)


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    network = Network(resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(RefusedAddress):
        network.address_of("host.example", 443)


@pytest.mark.parametrize(
    "address",
    [
        "https://user:secret@host.example/", "ftp://host.example/", "https:///nowhere", "https://host.example:22/",
        "https://host.example:99999/", "file:///etc/passwd", "https://[::1", "http://" + "a" * 300 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_usual_web_address_is_not_asked(address) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError("It was looked up.")

    assert check(address, Network(resolve=resolve)).state == ExternalLink.State.REFUSED


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://[::1]/"]
)
def test_this_machine_is_refused_under_each_of_its_names(address) -> None:
    assert check(address, Network()).state in (ExternalLink.State.REFUSED, ExternalLink.State.BROKEN)
    with pytest.raises((RefusedAddress, Unreachable)):
        ask("HEAD", urlsplit(address), Network())


def test_a_host_that_nobody_knows_is_said_to_be_unknown() -> None:
    with pytest.raises(Unreachable, match="not known"):
        look_up("no-such-host.invalid", 80)
