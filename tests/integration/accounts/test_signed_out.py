"""Signed out, every address asks for a sign-in, except those that are public on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

from config.urls import closed

UUID = "00000000-0000-0000-0000-000000000001"
SAMPLES = {
    "UUIDConverter": UUID,
    "SlugConverter": "registration",
    "StringConverter": "EC-0001-X",
    "IntConverter": "1",
    "PathConverter": "x",
}
WRITTEN = {
    "UUIDConverter": "uuid",
    "SlugConverter": "slug",
    "StringConverter": "str",
    "IntConverter": "int",
    "PathConverter": "path",
}
# What stands for the groups of a written-out pattern; any other group is a number.
GROUPS = {"name": "0123456789abcdef01234567.width-1", "extension": "png"}
# The admin's own sign-in address leads on to ours.
SIGN_IN = ("/account/login/", "/admin/login/")

# The pages of a draft that a visitor began, whom a signed cookie names.
OF_A_VISITOR = frozenset(
    f"visitors:{page}" for page in ("resume", "changed", "check", "submit", "discard", "step", "sent")
)

# Whoever adds a name here says that anybody on the internet may open it.
PUBLIC = frozenset(
    {
        # Anybody may verify a signed agreement; a link to sign only remembers its digest and asks to sign in.
        "agreements:verify",
        # Empty for whoever is signed out.
        "agreements:fragment",
        "agreements:link",
        # Programme pages, and what a page behind a password asks with.
        "wagtail_serve",
        "wagtailcore_authenticate_with_password",
        # Who are you: the question itself, where else to go, and the notice before another site.
        "audience:choose",
        "audience:elsewhere",
        "audience:leaving",
        # What stands on pages or beside them: each shows a reader only what their audience may read.
        "cookies",
        "sitemap",
        "audience:robots",
        "prescribing_information",
        "ratings:rate",
        "look_file",
        "rendition",
        "library:document",
        "library:version",
        "library:thumbnail",
        # A draft, for whoever was given its link: signed, and good for some days.
        "previews:draft",
        # Files that editors put on public pages; a private collection asks on its own.
        "wagtaildocs_serve",
        "wagtaildocs_authenticate_with_password",
        # Forms that are open to anyone; of a draft, only its visitor's own browser sees more than 404.
        "visitors:start",
        *OF_A_VISITOR,
        # The way in.
        "accounts:invitation",
        "accounts:invitation_accept",
        "account_login",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        # They lead on: to the list, which asks, and to the first page.
        "accounts:continue",
        "account_logout",
        # They lead on to the form for one file, which asks.
        "/admin/documents/multiple/add/",
        "/admin/images/multiple/add/",
        "wagtaildocs:add_multiple",
        "wagtailimages:add_multiple",
        # The admin's icons and the words of its scripts.
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        # Switched off: they answer 404 to everybody.
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_complete",
    }
)
# Every screen of ours that the walk must at least find.
KNOWN = {
    "people:index", "people:deactivate", "invitations:index", "partners:index", "organisations:index",
    "approvals:index", "submissions_admin:index", "submissions:submission", "submissions:copy",
    "wagtailadmin_home", "wagtailadmin_pages:delete",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reached:
    """One pattern of the site: its name, and an address that it matches."""

    name: str
    address: str


def every_pattern() -> Iterator[Reached]:
    """Walk the resolver and fill in every address with sample values."""
    yield from _below(get_resolver().url_patterns, "/", "")


def _below(patterns: list[object], start: str, namespace: str) -> Iterator[Reached]:
    for pattern in patterns:
        address = start + _filled(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Reached(f"{namespace}{pattern.name or address}", address)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, address, inner)


def _filled(pattern: RoutePattern | RegexPattern) -> str:
    if isinstance(pattern, RegexPattern):
        route, names = normalize(str(pattern))[0]
        return route % {name: GROUPS.get(name, "1") for name in names}
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__
        for written in (f"<{WRITTEN[kind]}:{name}>", f"<{name}>"):
            route = route.replace(written, SAMPLES[kind])
    return route


def asks_for_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith(SIGN_IN)


def stays_open(reached: Reached) -> str:
    """Say how an address answers without a sign-in; nothing where it asks for one."""
    answers = [Client().get(reached.address), Client().post(reached.address)]
    refused = [answer for answer in answers if asks_for_sign_in(answer)]
    if refused and all(answer in refused or answer.status_code == 405 for answer in answers):
        return ""
    return f"{reached.address} {[answer.status_code for answer in answers]}"


@pytest.fixture(scope="module")
def patterns() -> list[Reached]:
    return list(every_pattern())


def test_the_walk_finds_every_kind_of_screen(patterns):
    names = {reached.name for reached in patterns}

    assert names >= KNOWN
    assert names >= PUBLIC
    assert not [reached.address for reached in patterns if "<" in reached.address]


def test_whatever_is_not_public_asks_for_a_sign_in(programme, patterns):
    answers = {
        reached.name: stays_open(reached)
        for reached in patterns
        if reached.name not in PUBLIC and resolve(reached.address).func is not closed
    }

    assert len(answers) > 100
    assert {name: answer for name, answer in answers.items() if answer} == {}


def test_an_open_address_is_found(programme):
    assert stays_open(Reached("account_login", "/account/login/")) == "/account/login/ [200, 200]"
    assert stays_open(Reached("submissions:list", "/registrations/")) == ""


def test_the_pages_of_a_visitors_draft_are_nobody_elses(programme, patterns):
    answers = {
        reached.name: {Client().get(reached.address).status_code, Client().post(reached.address).status_code}
        for reached in patterns
        if reached.name in OF_A_VISITOR
    }

    assert answers.keys() == OF_A_VISITOR
    assert {name: found for name, found in answers.items() if not found <= {404, 405}} == {}
