from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

SAMPLES = {"uuid": UUID(int=1), "slug": "registration", "str": "EC-0001-X", "int": 1, "path": "x"}


def addresses(prefix: str) -> Iterator[str]:
    """Fill in every address below a prefix with sample values."""
    for pattern in get_resolver().url_patterns:
        route = str(pattern.pattern)
        if route.startswith(prefix):
            yield from _below(pattern, "/")


def _below(pattern: object, start: str) -> Iterator[str]:
    route = str(pattern.pattern)
    for name, converter in getattr(pattern.pattern, "converters", {}).items():
        kind = next(
            key for key in SAMPLES if key in type(converter).__name__.lower().replace("string", "str")
        )
        route = route.replace(f"<{kind}:{name}>", str(SAMPLES[kind])).replace(f"<{name}>", str(SAMPLES[kind]))
    if isinstance(pattern, URLPattern):
        yield start + route
        return
    for inner in pattern.url_patterns:
        yield from _below(inner, start + route)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_registration_page_is_reachable_signed_out(db, method):
    walked = list(addresses("registrations/"))
    assert len(walked) >= 10

    for address in walked:
        answer = getattr(Client(), method)(address)

        assert answer.status_code in {302, 405}, address
        if answer.status_code == 302:
            assert answer.url.startswith("/account/login/?next="), address


def test_no_page_of_ours_in_the_admin_is_reachable_signed_out(db):
    for name in ("people", "invitations", "partners", "organisations", "approvals"):
        answer = Client().get(f"/admin/{name}/")

        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/"), name
