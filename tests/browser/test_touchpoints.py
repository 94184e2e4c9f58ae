"""The touchpoints as a reader uses them: filter, open, full screen, print, and one patient's calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import icalendar
from playwright.sync_api import Page, expect

from tests.browser.accessibility import DESKTOP, PHONE, Findings

ADDRESS = "/touchpoints/"
# 1280 pixels at 400 %.
ZOOMED = {"width": 320, "height": 256}
STEPS = ".touchpoint"


def visible(page: Page) -> int:
    return page.locator(f"{STEPS}:visible").count()


def lane(page: Page, name: str):
    return page.get_by_role("navigation", name="Show the touchpoints of").get_by_role("link", name=name)


def test_a_reader_filters_opens_and_shows_the_journey_full_screen(as_person: Callable[..., Page]) -> None:
    page = as_person()
    page.goto(ADDRESS)
    everything = visible(page)

    lane(page, "Homecare").click()
    expect(page).to_have_url(re.compile(r"\?lane=homecare$"))
    expect(lane(page, "Homecare")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("status").first).to_have_text(
        re.compile(rf"^\d+ of {everything} touchpoints: Homecare$")
    )
    filtered = visible(page)
    assert 0 < filtered < everything
    page.reload()
    assert visible(page) == filtered

    page.get_by_role("button", name="Expand all").click()
    expect(page.locator(f"{STEPS} details:not([open])")).to_have_count(0)
    expect(page.get_by_role("button", name="Close all")).to_be_visible()

    full = page.get_by_role("link", name="Full screen")
    full.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Who does what, and when")
    expect(dialog).to_be_visible()
    expect(page).to_have_url(re.compile(r"/touchpoints/full/\?lane=homecare$"))
    expect(dialog.get_by_text("Job code")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Adverse events")).to_be_visible()
    expect(dialog.get_by_role("link", name=re.compile("^Prescribing information")).first).to_be_visible()
    expect(dialog.get_by_role("button", name="Close full screen")).to_be_focused()
    assert visible(page) == filtered
    lane(page, "Everybody").click()
    assert visible(page) == everything
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/touchpoints/$"))
    expect(full).to_be_focused()
    assert visible(page) == everything


def test_back_closes_full_screen_and_its_address_is_a_page(as_person: Callable[..., Page]) -> None:
    page = as_person()
    page.goto(ADDRESS)

    page.get_by_role("link", name="Full screen").click()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto("/touchpoints/full/?lane=app")
    expect(page.locator("footer").get_by_text("Job code")).to_be_visible()
    page.get_by_role("link", name="Close full screen").click()
    expect(page).to_have_url(re.compile(r"/touchpoints/\?lane=app#full-screen$"))


def test_every_step_opens_by_keyboard(as_person: Callable[..., Page]) -> None:
    page = as_person()
    page.goto(ADDRESS)
    first = page.locator(f"{STEPS} details").first

    page.get_by_role("link", name="Full screen").focus()
    page.keyboard.press("Tab")
    expect(first.locator("summary")).to_be_focused()
    page.keyboard.press("Space")
    expect(first).to_have_attribute("open", "")
    expect(first.get_by_text("Who acts")).to_be_visible()


def test_everything_works_without_javascript(as_person: Callable[..., Page]) -> None:
    page = as_person(java_script_enabled=False)
    page.goto(ADDRESS)
    everything = visible(page)

    expect(page.get_by_role("button", name="Expand all")).to_have_count(0)
    lane(page, "App").click()
    lane(page, "Homecare").click()
    expect(page).to_have_url(re.compile(r"\?lane=homecare&lane=app$"))
    assert 0 < visible(page) < everything
    page.get_by_role("link", name="Full screen").click()
    expect(page).to_have_url(re.compile(r"/touchpoints/full/\?lane=homecare&lane=app$"))


def test_nothing_is_cut_at_any_width_zoomed_or_printed(as_person: Callable[..., Page]) -> None:
    page = as_person()
    for size in (ZOOMED, PHONE, {"width": 768, "height": 1024}, DESKTOP):
        page.set_viewport_size(size)
        for address in (ADDRESS, "/touchpoints/full/", "/touchpoints/calendar/"):
            page.goto(address)
            page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{address} at {size['width']} pixels scrolls sideways by {wide}."
            small = page.locator(
                "main :is(a.lanes__link, .journey__way, summary, button):visible"
            ).evaluate_all(
                "all => all.filter((one) => Math.min(...Object.values(one.getBoundingClientRect().toJSON())"
                ".slice(2, 4)) < 24).map((one) => one.textContent)"
            )
            assert small == []

    page.goto(ADDRESS)
    page.emulate_media(media="print")
    expect(page.get_by_text("practice with a demonstration kit")).to_be_visible()
    expect(page.get_by_role("navigation", name="Show the touchpoints of")).to_be_hidden()
    expect(page.get_by_text("Job code")).to_be_visible()


def test_a_calendar_is_shown_and_saved_and_leaves_no_trace(as_person: Callable[..., Page]) -> None:
    page = as_person()
    first = date.today() + timedelta(days=30)  # noqa: DTZ011 - the page reads the same clock
    page.goto(ADDRESS)
    page.get_by_role("link", name="A patient’s calendar").click()

    page.get_by_role("button", name="Show the calendar").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the day of the first dose")
    page.get_by_label("Day", exact=True).fill(str(first.day))
    page.get_by_label("Month", exact=True).fill(f"{first:%B}")
    page.get_by_label("Year", exact=True).fill(str(first.year))
    page.get_by_label("Include what is optional").check()
    page.get_by_role("button", name="Show the calendar").click()
    expect(page.get_by_role("heading", name=f"First year from {first.day} {first:%B %Y}")).to_be_visible()
    expect(page.get_by_role("rowgroup")).not_to_have_count(0)
    expect(page).to_have_url(re.compile(r"/touchpoints/calendar/$"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Save as .ics").click()
    assert download.value.suggested_filename == "first-year-of-treatment.ics"
    events = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    days = [event.decoded("DTSTART") for event in events]
    assert min(days) == first
    assert len([event for event in events if "njection" in str(event["SUMMARY"])]) > 14
    names = [cookie["name"] for cookie in page.context.cookies()]
    assert sorted(names) == ["audience", "csrftoken"]


def test_axe_finds_nothing_on_the_touchpoints(as_person: Callable[..., Page]) -> None:
    page = as_person()
    findings = Findings()

    page.goto(ADDRESS)
    page.get_by_role("button", name="Expand all").click()
    findings.look_at_each_width(page, "touchpoints")
    page.get_by_role("link", name="Full screen").click()
    findings.look(page, "touchpoints in a dialog")
    page.goto("/touchpoints/full/?lane=nurse")
    findings.look_at_each_width(page, "touchpoints, full screen")
    page.goto("/touchpoints/calendar/")
    page.get_by_role("button", name="Show the calendar").click()
    findings.look_at_each_width(page, "calendar with an error")
    page.get_by_label("Day", exact=True).fill("4")
    page.get_by_label("Month", exact=True).fill("1")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Show the calendar").click()
    findings.look_at_each_width(page, "calendar")

    assert findings.found == []
