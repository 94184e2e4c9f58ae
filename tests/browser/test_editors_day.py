"""An editor's day: a page is written, refused, certified, published, changed and certified again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administering import follow
from tests.browser.form_editor import press
from tests.browser.page_editor import (
    begin,
    certify,
    messages,
    open_page,
    open_rendering,
    pass_on,
    paste,
    publish_from_the_list,
    submit,
    write_section,
)
from tests.browser.people import CERTIFIER, CONTENT_EDITOR, REVIEWER

TITLE, ADDRESS, CODE = "A clinic day", "/a-clinic-day/", "CLINIC-1"
CHANGED = "What one clinic day looks like, from the first patient on."
FROM_WORD = """
<p class=MsoNormal style='mso-margin-top-alt:auto;color:red'><b>Before</b> the clinic opens<o:p></o:p></p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>the list</p>
<script>document.title = "taken over"</script><img src=x onerror="document.title = 'taken over'">
"""
TOO_LARGE = 21 * 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n"


def test_a_page_is_written_certified_published_changed_and_certified_again(as_person, everybody):
    carys, reader = as_person(CONTENT_EDITOR), as_person()

    writes_a_promotional_page(carys)
    submit(carys)
    expect(carys.get_by_text("Enter the job code.").first).to_be_visible()
    carys.locator("#id_job_code").fill(CODE)
    submit(carys)
    expect(messages(carys)).to_contain_text("has been submitted for moderation")
    assert status_of(reader, ADDRESS) == 404

    anil, sage = as_person(REVIEWER), as_person(CERTIFIER)
    pass_on(anil, TITLE)
    assert status_of(reader, ADDRESS) == 404
    open_rendering(sage, TITLE)
    shown = sage.frame_locator("iframe").first
    expect(shown.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(shown.get_by_text(CODE)).to_be_visible()
    certify(sage, everybody[CERTIFIER])

    reader.goto(ADDRESS)
    expect(reader.get_by_text("Before the clinic opens")).to_be_visible()
    expect(reader.get_by_role("contentinfo")).to_contain_text(CODE)

    open_page(carys, TITLE)
    carys.locator("#id_introduction").fill(CHANGED)
    press(carys, "Save draft")
    publish_from_the_list(anil, carys.url)
    expect(messages(anil)).to_contain_text("no signatory has certified it exactly as it is now")
    reader.reload()
    expect(reader.get_by_text(CHANGED)).to_have_count(0)

    open_page(carys, TITLE)
    submit(carys)
    pass_on(anil, TITLE)
    open_rendering(sage, TITLE)
    expect(shown.get_by_text(CHANGED).first).to_be_visible()
    certify(sage, everybody[CERTIFIER])
    reader.reload()
    expect(reader.get_by_text(CHANGED)).to_be_visible()


def writes_a_promotional_page(page: Page) -> None:
    """Write a page of which one section comes from Word, with a script in it."""
    begin(page, "Standard page", TITLE)
    page.locator("#id_label").select_option(label="Promotional material")
    text = write_section(page, "The morning")
    paste(text, FROM_WORD)
    expect(text).to_contain_text("Before the clinic opens")
    expect(text.locator("[style*=red], script")).to_have_count(0)
    expect(page).to_have_title(re.compile("Standard page|clinic"))


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("huge.pdf", b"%PDF-1.7\n" + bytes(TOO_LARGE), "This file is too big (21.0"),
        ("leaflet.pdf", PNG + bytes(64), "The file’s name ends in .pdf, but it is a PNG image."),
        ("leaflet.pdf", b"MZ" + bytes(64), "This is no file that the library takes."),
    ],
    ids=["huge", "mislabelled", "a program"],
)
def test_an_upload_that_is_refused_says_why_and_what_to_do(as_person, name, content, said):
    carys = as_person(CONTENT_EDITOR)
    carys.goto("/admin/documents/add/")

    carys.locator("#id_title").fill("Leaflet")
    carys.locator("#id_job_code").fill("LEAFLET-1")
    carys.locator("#id_file").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    follow(carys.locator("main form button[type=submit]").last)

    expect(carys.locator("main")).to_contain_text(said)
    expect(carys).to_have_url(re.compile("/documents/add/$"))
