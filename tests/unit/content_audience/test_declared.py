from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from hypothesis import given, strategies as st

from content.audience import declared
from content.audience.audiences import AUDIENCES
from content.audience.declared import COOKIE, cache_audience, declaration, declare, read_declaration

HOST = "programme.example"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_declaration_is_read_as_it_was_made(audience: str, now: datetime) -> None:
    value = declaration(audience, host=HOST, now=now)

    assert read_declaration(value, host=HOST, now=now) == audience
    assert read_declaration(value, host=HOST, now=now + timedelta(days=90, seconds=-1)) == audience


def test_a_declaration_ends_after_ninety_days(now: datetime) -> None:
    value = declaration("professionals", host=HOST, now=now)

    assert read_declaration(value, host=HOST, now=now + timedelta(days=90)) is None


def test_a_declaration_holds_on_its_own_host_and_port_only(now: datetime) -> None:
    value = declaration("professionals", host=HOST, now=now)

    assert read_declaration(value, host=f"{HOST}:8001", now=now) is None


def test_a_changed_wording_asks_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    value = declaration("professionals", host=HOST, now=now)
    monkeypatch.setattr(declared, "WORDING", declared.WORDING + 1)

    assert read_declaration(value, host=HOST, now=now) is None


def test_an_audience_cannot_be_exchanged_for_another(now: datetime) -> None:
    value = declaration("public", host=HOST, now=now)

    assert read_declaration(value.replace("public", "professionals"), host=HOST, now=now) is None


@given(value=st.text())
def test_whatever_else_a_cookie_holds_counts_as_none(value: str) -> None:
    assert read_declaration(value, host=HOST, now=datetime.fromisoformat("2027-01-04T09:30+00:00")) is None


def test_the_cookie_is_kept_from_scripts_and_other_sites(now: datetime) -> None:
    response = HttpResponse()

    declare(response, "patients", host=HOST, now=now)

    cookie = response.cookies[COOKIE]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 90 * 24 * 60 * 60
    assert not cookie["secure"]


def test_the_cookie_needs_tls_where_the_session_does(now: datetime) -> None:
    response = HttpResponse()

    with override_settings(SESSION_COOKIE_SECURE=True):
        declare(response, "patients", host=HOST, now=now)

    assert response.cookies[COOKIE]["secure"] is True


def test_a_cache_tells_the_undeclared_from_every_audience() -> None:
    request = RequestFactory().get("/")
    assert cache_audience(request) == "undeclared"

    request.COOKIES[COOKIE] = "forged"
    assert cache_audience(request) == "undeclared"
