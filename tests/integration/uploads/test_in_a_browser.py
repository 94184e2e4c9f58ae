"""Files are uploaded on a phone without JavaScript: kept, listed, removed, refused with words, sent."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright

from forms.submissions.models import Draft, Submission
from forms.submissions.services import start_draft
from forms.uploads.models import Upload
from tests.browser.accessibility import PHONE
from tests.browser.conftest import FLAGS
from tests.integration.submissions.conftest import (  # noqa: F401
    form,
    kind,
    pages,
    partners,
    posts,
    signed_in,
)
from tests.integration.submissions.wizard import answer, step_url
from tests.integration.uploads.conftest import scanner, stored, version  # noqa: F401
from tests.library_files import a_pdf
from tests.unit.sniffing.files import a_photo

# Not among the stories of tests/browser: those share one browser, beside which no test may use the database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_database]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "letter of referral.pdf").write_bytes(a_pdf("Dear colleague"))
    (tmp_path / "ward.jpg").write_bytes(a_photo((600, 400)))
    (tmp_path / "program.pdf").write_bytes(b"MZ\x90 a program")
    return tmp_path


@pytest.fixture
def draft(version, organisation, partners, member):  # noqa: F811
    return start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())


def upload(page: Page, *paths: Path) -> None:
    page.get_by_label("Letter: choose").set_input_files(list(paths))
    page.get_by_role("button", name="Upload", exact=True).click()


def test_files_are_uploaded_on_a_phone_without_javascript(
    live_server,
    scanner,  # noqa: F811
    draft,
    signed_in,  # noqa: F811
    pages,  # noqa: F811
    files,
):
    chromium = shutil.which("chromium")
    if chromium is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    assert chromium, "Chromium is missing: apt-get install chromium"
    answer(signed_in, draft, "who", pages["who"])
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url}
        for name, morsel in signed_in.cookies.items()
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(
            base_url=live_server.url, viewport=PHONE, java_script_enabled=False, locale="en-GB"
        )
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(step_url(draft, "files"))
        _story(page, files)
        browser.close()

    assert Draft.objects.get(pk=draft.pk).work["answers"]["letter"][0]["name"] == "ward.jpg"
    assert Upload.objects.filter(removed_at__isnull=True).count() == 1
    assert not Submission.objects.exists()


def _story(page: Page, files: Path) -> None:
    names = page.locator(".files__name")
    upload(page, files / "letter of referral.pdf", files / "ward.jpg")
    expect(names).to_have_text(["letter of referral.pdf", "ward.jpg"])
    expect(page.locator(".field__error")).to_have_count(0)

    upload(page, files / "program.pdf")
    expect(page.locator(".field__error")).to_contain_text("“program.pdf” was not uploaded")
    expect(names).to_have_count(2)

    page.get_by_role("button", name="Remove letter of referral.pdf").click()
    expect(names).to_have_text(["ward.jpg"])
    button = page.get_by_role("button", name="Remove ward.jpg").bounding_box()
    assert button is not None
    assert button["height"] < 60, "its word stands on one line"
    # Nothing lies beside the screen of a phone.
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # The Enter key goes on, and neither uploads nor removes: here an error elsewhere keeps the file.
    page.get_by_label("Title").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(names).to_have_text(["ward.jpg"])
    page.get_by_label("Title").fill("Referral")
    page.get_by_label("Title").press("Enter")
    expect(page).to_have_url(re.compile("/step/asks/"))
