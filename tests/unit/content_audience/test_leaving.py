from __future__ import annotations

import pytest
from django.test import override_settings
from hypothesis import given, strategies as st
from wagtail.rich_text import expand_db_html

from content.audience.leaving import ForgedLink, exit_url, host_of, target_of

ELSEWHERE = "https://www.nhs.uk/conditions/multiple-sclerosis/?a=1&b=2"


def signed(address: str) -> str:
    return address.removeprefix("/leaving/").removesuffix("/")


def test_a_link_to_another_site_leads_through_the_notice() -> None:
    address = exit_url(ELSEWHERE)

    assert address.startswith("/leaving/")
    assert "nhs.uk" not in address
    assert target_of(signed(address)) == ELSEWHERE


def test_the_address_of_the_notice_never_changes() -> None:
    first = exit_url(ELSEWHERE)

    with override_settings(SECRET_KEY="another-key-after-a-rotation-0123456789-0123456789"):
        assert exit_url(ELSEWHERE) == first


@pytest.mark.parametrize(
    "address", ["/checklist/", "#part", "mailto:team@harbour.invalid", "tel:02079460018", "", "?page=2"]
)
def test_what_stays_on_the_site_stays_as_it_is(address: str) -> None:
    assert exit_url(address) == address


@pytest.mark.parametrize(
    "address",
    ["//evil.example/x", " //evil.example/x", "/\\evil.example/x", "\\\\evil.example/x", "/\t/evil.example/x",
     "https:\\\\evil.example/x"],
)  # fmt: skip
def test_a_host_without_a_scheme_is_another_site_however_it_is_written(address: str) -> None:
    found = exit_url(address)

    assert found.startswith("/leaving/")
    assert target_of(signed(found)) == "https://evil.example/x"


def test_a_direct_host_is_the_one_that_a_browser_would_ask() -> None:
    assert exit_url("https://evil.example\\@yellowcard.mhra.gov.uk/").startswith("/leaving/")


def test_what_a_link_asks_for_stays_as_it_is() -> None:
    address = "https://evil.example/?path=a\\b#c\\d"

    assert target_of(signed(exit_url(address))) == address


def test_adverse_events_are_reported_by_a_direct_link() -> None:
    assert exit_url("https://yellowcard.mhra.gov.uk/") == "https://yellowcard.mhra.gov.uk/"
    assert exit_url("https://yellowcard.mhra.gov.uk.evil.example/").startswith("/leaving/")


@given(address=st.text())
def test_nobody_makes_an_address_of_the_notice_by_hand(address: str) -> None:
    with pytest.raises(ForgedLink):
        target_of(address)


def test_a_changed_address_is_refused() -> None:
    own, other = signed(exit_url(ELSEWHERE)), signed(exit_url("https://evil.example/"))

    with pytest.raises(ForgedLink):
        target_of(f"{other.partition('.')[0]}.{own.partition('.')[2]}")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "https://["]
)
def test_only_web_addresses_have_a_host(address: str) -> None:
    assert host_of(address) == ""


def test_the_host_is_the_one_that_a_browser_would_ask() -> None:
    assert host_of("https://www.nhs.uk@EVIL.example:8443/www.nhs.uk") == "evil.example"


def test_external_links_in_rich_text_lead_through_the_notice() -> None:
    html = expand_db_html(f'<p><a href="{ELSEWHERE.replace("&", "&amp;")}">NHS</a> <a href="#x">x</a></p>')

    assert f'<a href="{exit_url(ELSEWHERE)}" rel="external">NHS</a>' in html
    assert '<a href="#x">x</a>' in html
