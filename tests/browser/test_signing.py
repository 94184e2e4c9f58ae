"""A link to sign is one person's; whoever has it reads and signs, hands over or declines, without a mouse too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administering import follow
from tests.browser.agreeing import (
    fill_in_person,
    name_signatory,
    open_agreement,
    put_out,
    sign,
    start_from_checklist,
)
from tests.browser.keyboard import Keyboard
from tests.browser.mails import link_in, wait_for_mail
from tests.browser.people import FERNMOOR_LEAD, GORSEDALE_LEAD, LEAD, REFERRER, SIGNATORY

PROVIDER = "Pharmaxo Pharmacy Services Limited"


@dataclass(frozen=True, slots=True)
class Asked:
    """An agreement that waits for a signature, the page of the team that asked, and the link that it sent."""

    reference: str
    team: Page
    link: str


@pytest.fixture
def asked(as_person: Callable[..., Page], stack) -> Iterator[Asked]:
    """Harbour Vale asks its signatory; what is still open at the end is withdrawn."""
    lee = as_person(LEAD)
    reference = start_from_checklist(lee, PROVIDER)
    put_out(lee)
    name_signatory(lee, "Pat Quillfeather", "Chief pharmacist", SIGNATORY)
    mail = wait_for_mail(stack, SIGNATORY, about=reference, saying="please read and sign")
    yield Asked(reference, lee, link_in(mail, "link"))
    open_agreement(lee, reference)
    if lee.get_by_role("link", name="Withdraw").count():
        follow(lee.get_by_role("link", name="Withdraw"))
        lee.get_by_label("Reason").fill("The test is over.")
        follow(lee.get_by_role("button", name="Withdraw"))


def refused(page: Page, why: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not possible")
    expect(page.get_by_role("main")).to_contain_text(why)
    expect(page.get_by_role("main")).to_contain_text("Nothing was signed or changed.")


def test_a_link_opens_for_the_person_it_was_sent_to_and_for_nobody_else(as_person, asked):
    robin, pat, nobody = as_person(REFERRER), as_person(SIGNATORY), as_person()

    robin.goto(asked.link)
    refused(robin, "This link was sent to another person.")
    nobody.goto(asked.link)
    expect(nobody.get_by_role("heading", level=1)).to_have_text("Sign in")
    pat.goto(asked.link)
    expect(pat.get_by_role("heading", level=1)).to_have_text("Read the agreement")
    token = asked.link.rstrip("/").rpartition("/")[2]
    assert token not in pat.url

    response = robin.goto(pat.url)
    assert response is not None
    assert response.status == 404


def test_a_signatory_who_hands_over_can_no_longer_sign_and_the_colleague_can_decline(as_person, stack, asked):
    pat, robin = as_person(SIGNATORY), as_person(REFERRER)

    pat.goto(asked.link)
    signing = pat.url
    follow(pat.get_by_role("link", name="Hand it over to a colleague"))
    fill_in_person(pat, "Robin Ashdown", "MS specialist nurse", REFERRER)
    pat.get_by_label("Why are you handing it over?").fill("Not within my authority.")
    follow(pat.get_by_role("button", name="Hand over"))
    pat.goto(asked.link)
    refused(pat, "handed over to a colleague")
    pat.goto(signing)
    expect(pat.get_by_role("heading", level=1)).to_contain_text("You are no longer asked to sign")

    mail = wait_for_mail(stack, REFERRER, about=asked.reference, saying="please read and sign")
    robin.goto(link_in(mail, "link"))
    follow(robin.get_by_role("link", name="Decline to sign"))
    robin.get_by_label("Reason").fill("The delivery times do not suit us.")
    follow(robin.get_by_role("button", name="Decline"))
    expect(robin.get_by_role("heading", level=1)).to_have_text(f"You declined to sign {asked.reference}")

    open_agreement(asked.team, asked.reference)
    shown = asked.team.get_by_role("main")
    expect(shown).to_contain_text("The delivery times do not suit us.")
    expect(shown).to_contain_text("Not within my authority.")
    expect(asked.team.get_by_role("link", name="Name who signs")).to_have_count(0)
    told = wait_for_mail(stack, LEAD, about=asked.reference, saying="declined")
    assert asked.reference in str(told["Subject"])


def test_an_agreement_is_prepared_and_signed_without_javascript(as_person, everybody):
    gita = as_person(GORSEDALE_LEAD, java_script_enabled=False)

    reference = start_from_checklist(gita, PROVIDER)
    put_out(gita)
    follow(gita.get_by_role("link", name="Name who signs"))
    follow(gita.get_by_role("button", name="I am the signatory"))
    sign(gita, everybody[GORSEDALE_LEAD], "Gita Penrose")

    expect(gita.get_by_role("main")).to_contain_text(f"You have signed {reference}")


def test_nobody_needs_a_mouse_to_sign(as_person, everybody):
    fay = as_person(FERNMOOR_LEAD)
    keyboard = Keyboard(fay)
    start_from_checklist(fay, PROVIDER)
    put_out(fay)
    follow(fay.get_by_role("link", name="Name who signs"))
    follow(fay.get_by_role("button", name="I am the signatory"))

    keyboard.skip_to_content()
    keyboard.follow("I have read it")
    keyboard.skip_to_content()
    keyboard.tab_to_input("basis")
    fay.keyboard.press("Space")
    keyboard.tab_to_input("declared")
    fay.keyboard.press("Space")
    keyboard.follow("Continue")
    keyboard.tab_to_input("agreed")
    fay.keyboard.press("Space")
    keyboard.follow("Continue")
    keyboard.tab_to_input("code")
    keyboard.type_anew(everybody[FERNMOOR_LEAD].code())
    keyboard.enter()
    expect(fay.get_by_text("Draw your signature (optional)")).to_be_visible()
    keyboard.tab_to_input("name")
    keyboard.type_anew("Fay Tolland")
    keyboard.follow("Sign")

    expect(fay.get_by_role("heading", level=1)).to_have_text("Signed")
