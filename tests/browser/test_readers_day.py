"""A reader's day: from the question who they are to a change of mind at the foot of a page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Page, expect

from tests.browser.test_audiences import A_READER, BRANDS

# Stands in no page, only inside the sample PDF about nurse services.
ONLY_IN_A_PDF = "twelve"
# Dots per inch.
PAPER_DPI = 60


def test_a_reader_declares_reads_rates_finds_leaves_and_changes_their_mind(as_person, tmp_path):
    page = as_person(declared="", user_agent=A_READER)

    declares_and_reads_the_programme(page)
    follows_the_touchpoints_full_screen(page)
    rates_the_page(page)
    finds_a_word_that_only_a_document_holds(page, tmp_path)
    leaves_by_a_link_and_comes_back(page)
    changes_their_mind(page)


@pytest.mark.parametrize("address", ["/programme/", "/touchpoints/"])
def test_a_printed_page_holds_what_the_code_wants_and_no_way_about_the_site(as_person, tmp_path, address):
    page = as_person()
    page.goto(address)
    printed = tmp_path / "printed.pdf"
    page.pdf(path=printed, format="A4")

    text = read(printed)
    for said in ("KesimptaConnect", "Job code", "Date of preparation", "Adverse events", "Prescribing"):
        assert said in text
    for way in ("Skip to main content", "Sign in", "Send my vote", "I am not a healthcare professional"):
        assert way not in text
    assert has_margins(picture_of_first_page(printed))


def declares_and_reads_the_programme(page: Page) -> None:
    page.goto("/programme/")
    assert not BRANDS.search(page.content())
    page.get_by_role("button", name="I am a healthcare professional in the UK").click()

    expect(page).to_have_url(re.compile("/programme/$"))
    for part in ("Homecare", "Nurse services", "App"):
        expect(page.get_by_role("main").get_by_role("heading", name=part).first).to_be_visible()
    expect(page.get_by_role("heading", name="Prescribing information")).to_be_visible()


def follows_the_touchpoints_full_screen(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Touchpoints").click()
    page.get_by_role("link", name="Full screen").click()

    expect(page).to_have_url(re.compile("/touchpoints/full/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("Job code")


def rates_the_page(page: Page) -> None:
    page.goto("/resources/")
    page.get_by_role("radio", name="4, very good").check()
    page.get_by_role("button", name="Send my vote").click()

    expect(page.locator(".rating__said")).to_contain_text("Your vote: 4, very good.")


def finds_a_word_that_only_a_document_holds(page: Page, tmp_path: Path) -> None:
    page.goto("/search/")
    page.get_by_label("Search this site").fill(ONLY_IN_A_PDF)
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name=re.compile("^1 result"))).to_be_visible()
    found = page.get_by_role("link", name="Sample: nurse services at a glance")
    answer = page.request.get(str(found.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    kept = tmp_path / "document.pdf"
    kept.write_bytes(answer.body())
    assert ONLY_IN_A_PDF in read(kept)


def leaves_by_a_link_and_comes_back(page: Page) -> None:
    page.goto("/resources/")
    page.get_by_role("link", name="NICE guideline NG220").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are leaving this site")
    onward = page.get_by_role("link", name="Go on to www.nice.org.uk")
    expect(onward).to_have_attribute("href", "https://www.nice.org.uk/guidance/ng220")
    page.get_by_role("link", name="Stay on this site").click()
    expect(page).to_have_url(re.compile("/resources/$"))


def changes_their_mind(page: Page) -> None:
    page.goto("/programme/")
    page.get_by_role("contentinfo").get_by_role("link", name="I am not a healthcare professional").click()
    page.get_by_role("button", name="I am a patient").click()

    expect(page).to_have_url(re.compile("/for-patients/$"))
    page.goto("/programme/")
    expect(page.get_by_role("button", name="I am a healthcare professional in the UK")).to_be_visible()


def read(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def picture_of_first_page(pdf: Path) -> Image.Image:
    command = ["pdftoppm", "-r", str(PAPER_DPI), "-gray", "-singlefile", pdf, pdf.with_suffix("")]
    subprocess.run(command, check=True)
    with Image.open(pdf.with_suffix(".pgm")) as picture:
        return picture.copy()


def has_margins(picture: Image.Image) -> bool:
    """Say whether there is ink, and none in the outer centimetre."""
    margin = round(PAPER_DPI / 2.54)
    ink = ImageOps.invert(picture).getbbox()
    if ink is None:
        return False
    left, top, right, bottom = ink
    width, height = picture.size
    return min(left, top, width - right, height - bottom) >= margin
