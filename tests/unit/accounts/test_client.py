from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from accounts.client import client_of


def a_request(**meta):
    return RequestFactory().get("/", **{"REMOTE_ADDR": "192.0.2.1", **meta})


def test_without_a_proxy_forwarded_headers_count_for_nothing(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    client = client_of(a_request(HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REQUEST_ID="chosen-by-them"))

    assert client.ip == "192.0.2.1"
    assert re.fullmatch(r"[0-9a-f]{32}", client.request_id)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "ip"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "not an address", "192.0.2.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:DB8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, forwarded, ip):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert client_of(a_request(HTTP_X_FORWARDED_FOR=forwarded)).ip == ip


def test_a_request_without_an_address_has_none():
    assert client_of(a_request(REMOTE_ADDR="")).ip == ""


def test_the_program_is_named_in_at_most_400_printable_characters():
    client = client_of(a_request(HTTP_USER_AGENT="Fox\x00\x1b[31m\u202e" + "x" * 1000))

    assert client.user_agent == "Fox[31m" + "x" * 393


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0af7651916cd43dd-8448", True),
        ("short", False),
        ("x" * 65, False),
        ("new\nline-header", False),
        ("é" * 9, False),
    ],
)
def test_a_request_id_is_taken_from_a_proxy_only_in_its_usual_shape(settings, given, kept):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert (client_of(a_request(HTTP_X_REQUEST_ID=given)).request_id == given) is kept


def test_every_request_without_an_id_gets_its_own():
    assert client_of(a_request()).request_id != client_of(a_request()).request_id
