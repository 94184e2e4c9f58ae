"""What a team typed shows in no log, address, mail, trail or admin page of somebody without the right to it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from tests.integration.disclosure.checking import assert_silent
from tests.integration.disclosure.conftest import Registering
from tests.integration.disclosure.receiving import REFERRER
from tests.integration.disclosure.sheet import SCENARIOS
from tests.signing_in import SignedInClient

ADMINISTRATOR = "petra.admin@programme.invalid"
ADMIN_PEOPLE = (
    ADMINISTRATOR,
    "edith.editor@programme.invalid",
    "anil.approver@programme.invalid",
    "vic.vigilance@programme.invalid",
)
MOST_PAGES = 60
# Where the registration leaves its traces first; what else the admin links to is looked at after.
_TELLING = re.compile(r"submission|deliver|task|job|report", re.I)
# In links, and in the menu that the page carries as JSON.
_LINK = re.compile(r'"(/admin/[\w/.:-]*)')
_ENDS_THE_SITTING = re.compile(r"logout|delete|/sprite")


def test_nothing_typed_shows_outside_the_documents(
    registering: Registering, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    done = registering(SCENARIOS[0])

    marks = done.marked.typed_marks()
    assert done.reference in caplog.text, "nothing was logged, so this shows nothing about logs"
    assert_silent(caplog.text, marks, "a log")
    assert done.reference in done.told_submitter
    assert_silent(done.told_submitter, marks, "the mail to the submitter")
    assert any(done.reference in address for address in done.addresses)
    assert_silent("\n".join(done.addresses), marks, "an address")
    trail = "\n".join(json.dumps(event, default=str) for event in AuditEvent.objects.values())
    assert done.reference in trail
    assert_silent(trail, marks, "the trail")


def test_admin_pages_show_nothing_typed_to_those_without_the_right(registering: Registering) -> None:
    done = registering(SCENARIOS[0])

    for email in ADMIN_PEOPLE:
        client = SignedInClient()
        client.force_login(User.objects.get(email=email))
        seen = dict(_admin_pages(client))
        assert len(seen) > 5, f"{email} sees no admin, so this shows nothing"
        for path, html in seen.items():
            assert_silent(html, done.marked.typed_marks(), f"{path} as {email}")
        if email == ADMINISTRATOR:
            telling = [path for path, html in seen.items() if done.reference in html]
            assert any("submission" in path for path in telling)
            assert any("deliver" in path for path in telling)


def test_the_search_finds_what_the_team_itself_may_see(registering: Registering) -> None:
    done = registering(SCENARIOS[0])
    client = SignedInClient()
    client.force_login(User.objects.get(email=REFERRER))

    page = client.get(f"/registrations/{done.reference}/").content.decode()

    with pytest.raises(AssertionError, match="the team's own page holds"):
        assert_silent(page, done.marked.typed_marks(), "the team's own page")


def _admin_pages(client: Client) -> Iterator[tuple[str, str]]:
    """Yield address and HTML of what can be reached by links from the admin's first page."""
    waiting, known = ["/admin/"], {"/admin/"}
    while waiting and len(known) - len(waiting) < MOST_PAGES:
        waiting.sort(key=lambda path: not _TELLING.search(path))
        path = waiting.pop(0)
        response = client.get(path, follow=True)
        if not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        yield path, html
        found = {link for link in _LINK.findall(html) if not _ENDS_THE_SITTING.search(link)} - known
        known |= found
        waiting += sorted(found)
