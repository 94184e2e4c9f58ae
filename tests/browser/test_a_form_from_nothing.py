"""A form from nothing to its chart: drawn up, tried, refused, put right, approved, changed, sent and read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import PASSPHRASES
from tests.browser.form_editor import approve, block_called, insert, open_form, press, show_steps
from tests.browser.inboxes import wait_until_received
from tests.browser.people import (
    ADMINISTRATOR,
    CRITICAL_APPROVER,
    FORM_APPROVER,
    FORM_EDITOR,
    REFERRER,
)
from tests.browser.registering import CHECK, answer, go_on, send, start
from tests.library_files import a_pdf
from tests.pdf_reading import opened, page_texts

FORM = "Ward visit"
DESK = "speakers"
SUBMIT = "Submit to Form approval"
TEAM = "MS team's own copy"
TO_BOTH = {
    TEAM: ("Share", "So that the team knows what it asked for."),
    "Desk": ("Share", "To prepare the visit."),
}
NOT_TO_THE_DESK = {TEAM: TO_BOTH[TEAM], "Desk": ("Withhold", "")}
ROOM, UNDECIDED = "Which room?", "Decide whether the desk receives the answer."
NEWER = "A newer version of this form has been published since you started."
WORDS = "Slides about the day ward"


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    path = tmp_path / "slides.pdf"
    path.write_bytes(a_pdf(WORDS))
    return path


def test_a_form_is_made_from_nothing_tried_approved_changed_half_way_sent_and_read(as_person, stack, slides):
    edith, anil, cleo = as_person(FORM_EDITOR), as_person(FORM_APPROVER), as_person(CRITICAL_APPROVER)
    robin, petra = as_person(REFERRER), as_person(ADMINISTRATOR)

    draw_up(edith)
    press(edith, "Save draft")
    expect(edith.locator(".messages")).to_contain_text("created")
    documents = try_it(edith, slides)
    assert len(documents) == 2
    assert not list(stack.inboxes.glob(f"{DESK}/*"))
    petra.goto("/admin/submissions/")
    expect(petra.get_by_role("cell", name=re.compile(FORM))).to_have_count(0)

    open_form(edith, FORM)
    press(edith, SUBMIT)
    expect(edith.locator(".messages")).to_contain_text("The form cannot be published yet.")
    expect(edith.locator(".messages")).to_contain_text(f"question “{ROOM}”: {UNDECIDED}")
    decide_in_the_table(edith)
    open_form(edith, FORM)
    press(edith, SUBMIT)
    expect(edith.locator(".messages")).to_contain_text("has been submitted for moderation")
    approve(anil, FORM, second=cleo)

    draft = fill_in_half(robin, slides)
    add_a_question(edith)
    approve(anil, FORM)
    reference = finish(robin, draft)

    received = wait_until_received(stack, reference, DESK).read_bytes()
    text = " ".join(page_texts(received, PASSPHRASES[DESK]))
    assert "Day room 3" not in text
    with opened(received, PASSPHRASES[DESK]) as pdf:
        (attached,) = [one.get_file().read_bytes() for one in pdf.attachments.values()]
    assert WORDS in " ".join(page_texts(attached))

    read_at_the_desk(petra, reference)
    see_its_charts(petra)


def draw_up(page: Page) -> None:
    """Four steps, one of them and one question conditional, an upload, a document for a desk.

    Nobody decided whether the desk receives the room.
    """
    page.goto("/admin/")
    page.get_by_role("link", name="Forms", exact=True).click()
    page.get_by_role("link", name="Add form").click()
    page.get_by_role("textbox", name="Title").press_sequentially(FORM)
    page.get_by_role("combobox", name="Kind").select_option(label="General form")
    page.get_by_role("combobox", name="Programme").select_option(label="KesimptaConnect")
    show_steps(page)
    visit = insert(page, "steps").fill(title="The visit")
    visit.insert("fields", "Short text").fill(label="What is it about?", key="topic").decide(TO_BOTH)
    visit.insert("fields", "Yes or no").fill(label="Will you show slides?", key="slides").decide(TO_BOTH)
    deck = insert(page, "steps").fill(title="Slides")
    deck.insert("fields", "Files (upload)").fill(label="Your slides", key="deck").decide(TO_BOTH)
    deck.add_condition("Shown when", "slides", "is", "yes")
    place = insert(page, "steps").fill(title="Place")
    where = place.insert("fields", "One choice (radio buttons)").fill(label="Where?", key="place")
    for words in ("On the ward", "Online"):
        where.insert("options").fill(label=words)
    where.decide(TO_BOTH)
    room = place.insert("fields", "Short text").fill(label=ROOM, key="room")
    room.decide({TEAM: TO_BOTH[TEAM]})
    room.add_condition("Asked when", "place", "is", "on_the_ward")
    people = insert(page, "steps").fill(title="People")
    number = people.insert("fields", "Number").fill(label="How many come?", key="people", largest="40")
    number.decide(TO_BOTH)
    page.get_by_role("tab", name="Where documents go").click()
    route = insert(page, "routes").choose("audience", "Desk")
    route.input("partner_code").select_option(value=DESK)


def try_it(page: Page, slides: Path) -> list[bytes]:
    """Go through the draft as a team would; return the documents that nobody was sent."""
    page.get_by_role("link", name=FORM, exact=True).first.click()
    page.get_by_role("link", name="Try it").click()
    expect(page.get_by_text("The draft cannot be published yet.")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    answer_the_visit(page)
    marked(page)
    page.get_by_label("Your slides: choose").set_input_files(slides)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".files__name")).to_have_count(1)
    go_on(page)
    answer_place_and_people(page)
    marked(page)
    page.locator("form#send button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would have been sent")
    marked(page)
    links = page.get_by_role("link", name="Open its PDF, marked TEST").all()
    documents = [page.request.get(str(link.get_attribute("href"))).body() for link in links]
    for document in documents:
        texts = page_texts(document)
        assert texts
        assert all("TEST" in text for text in texts)
    return documents


def marked(page: Page) -> None:
    expect(page).to_have_title(re.compile("^TEST: "))
    expect(page.get_by_role("complementary", name="This is a trial")).to_contain_text(
        "Nothing is sent or kept"
    )


def answer_the_visit(page: Page) -> None:
    answer(page, {"topic": "Injection training", "slides": "Yes"})
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Slides")


def answer_place_and_people(page: Page) -> None:
    answer(page, {"place": "Online"})
    expect(page.get_by_label(ROOM)).to_be_hidden()
    answer(page, {"place": "On the ward"})
    answer(page, {"room": "Day room 3"})
    go_on(page)
    answer(page, {"people": "12"})
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(CHECK)


def decide_in_the_table(page: Page) -> None:
    """Find the one decision that is missing among all, and withhold the answer."""
    page.get_by_role("link", name="Who receives what").click()
    expect(page.get_by_text("1 not decided yet")).to_be_visible()
    page.get_by_label(f"Desk: {ROOM}", exact=True).select_option(label="Withhold")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator(".messages")).to_contain_text("Saved as a draft.")
    expect(page.get_by_text("Everything is decided")).to_be_visible()


def fill_in_half(page: Page, slides: Path) -> str:
    """Answer two pages of the live form, one with a file; return the draft's address."""
    start(page, FORM)
    answer_the_visit(page)
    page.get_by_label("Your slides: choose").set_input_files(slides)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".files__name")).to_have_text("slides.pdf")
    go_on(page)
    return page.url.partition("step/")[0]


def add_a_question(page: Page) -> None:
    """Change the live form in a way for which one approval is enough."""
    open_form(page, FORM)
    parking = block_called(page, "People").insert("fields", "Yes or no")
    parking.fill(label="Do they need parking?", key="parking").decide(TO_BOTH)
    press(page, SUBMIT)
    expect(page.locator(".messages")).to_contain_text("has been submitted for moderation")


def finish(page: Page, draft: str) -> str:
    """Go on with a draft of the version before; return the reference."""
    page.goto(draft)
    expect(page.get_by_role("heading", level=1)).to_have_text("Place")
    expect(page.get_by_text(NEWER)).to_be_visible()
    answer_place_and_people(page)
    expect(page.get_by_text("Do they need parking?")).to_have_count(0)
    return send(page)


def read_at_the_desk(page: Page, reference: str) -> None:
    """Come from the desk's list to the answers and the file."""
    page.goto("/admin/")
    page.get_by_role("link", name="Submissions", exact=True).click()
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_role("row", name=f"Form {FORM}, version 1")).to_be_visible()
    expect(page.get_by_role("row", name="What is it about? Injection training")).to_be_visible()
    expect(page.get_by_role("row", name=f"{ROOM} Day room 3")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="slides.pdf").click()
    assert WORDS in " ".join(page_texts(Path(download.value.path()).read_bytes()))


def see_its_charts(page: Page) -> None:
    """See one submission in this week, and no answer."""
    page.goto("/admin/submissions/")
    page.get_by_role("link", name="Charts").click()
    page.get_by_role("link", name=FORM, exact=True).click()
    weeks = page.get_by_role("region", name=re.compile("^Submissions by week"))
    expect(page.get_by_role("heading", name="Submissions by week")).to_be_visible()
    expect(weeks.first).to_be_visible()
    page.get_by_text("As a table: Submissions by week").click()
    expect(page.locator("section[aria-labelledby=chart-weeks] tbody tr").last.locator("td")).to_have_text("1")
    expect(page.get_by_text("Injection training")).to_have_count(0)
