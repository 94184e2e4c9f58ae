"""Four people in four sessions make an agreement, and it decides with whom the team registers patients."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administering import follow, open_menu
from tests.browser.agreeing import (
    issue,
    name_signatory,
    open_agreement,
    put_out,
    sign,
    wait_until_in_force,
)
from tests.browser.answers import PATIENT, Answers, a_registration
from tests.browser.inboxes import read_by, received, wait_until_delivered, wait_until_received
from tests.browser.mails import attached_pdf, link_in, wait_for_mail
from tests.browser.people import ADMINISTRATOR, HOMECARE, OTHER_REFERRER, Newcomer
from tests.browser.registering import CHECK, answer, answer_up_to, send, start
from tests.stack import Stack

TEAM = "Thornmere University Health Board"
PROVIDER, PROVIDER_CODE = "Pharmaxo Pharmacy Services Limited", "pharmaxo"
OTHER_PROVIDERS = "Sciensus Limited", "Lloyds Pharmacy Clinical Homecare Limited"


@pytest.fixture
def signatory() -> Newcomer:
    """Somebody who has no account before the team names them."""
    return Newcomer("Rhian Castell", "Chief pharmacist", "rhian.castell@thornmere.invalid")


def a_homecare_registration() -> Answers:
    """Return the answers about a patient of Thornmere who is to get homecare from the provider."""
    return a_registration(
        site="Thornmere Royal Infirmary (ZZ02A)", services=["Homecare"], homecare_provider=PROVIDER
    )


def test_four_people_make_an_agreement_and_the_team_then_registers_a_patient(
    as_person, stack, everybody, signatory
):
    petra, sam = as_person(ADMINISTRATOR), as_person(OTHER_REFERRER)
    rhian, phil = as_person(), as_person(HOMECARE)

    no_patient_can_be_registered(sam)
    reference = issue(petra, TEAM, PROVIDER)
    open_agreement(sam, reference)
    put_out(sam)
    name_signatory(sam, signatory.name, signatory.job_title, signatory.email)
    asked = wait_for_mail(stack, signatory.email, about=reference, saying="please read and sign")
    signatory.make_account(rhian, link_in(asked, "invitation"))
    rhian.goto(link_in(asked, "link"))
    sign(rhian, signatory, signatory.name)
    expect(rhian.get_by_text(f"You have signed {reference} for {TEAM}")).to_be_visible()

    no_patient_can_be_registered(sam)
    phil.goto("/agreements/")
    expect(phil.get_by_role("heading", level=1)).to_have_text("Agreements to countersign")
    follow(phil.get_by_role("button", name=f"Read and countersign {reference}"))
    sign(phil, everybody[HOMECARE], "Phil Carrow")
    wait_until_in_force(sam, reference)

    everybody_has_the_same_file(sam, stack, reference, signatory)
    the_register_shows_it(petra, reference)
    a_patient_is_registered_with_the_provider_alone(sam, stack)
    after_its_end_an_open_draft_is_kept_and_says_why(sam, petra, reference)


def no_patient_can_be_registered(sam: Page) -> None:
    sam.goto("/registrations/start/registration/")
    refusal = sam.get_by_role("main")
    expect(refusal).to_contain_text(f"{TEAM} cannot start this form yet")
    expect(refusal).to_contain_text(f"The Service Level Agreement with {PROVIDER} is not in force")
    expect(sam.get_by_role("button", name="Start now")).to_have_count(0)


def everybody_has_the_same_file(sam: Page, stack: Stack, reference: str, signatory: Newcomer) -> None:
    with sam.expect_download() as download:
        sam.get_by_role("link", name="Download the signed agreement").click()
    theirs = Path(download.value.path()).read_bytes()

    assert wait_until_received(stack, reference, PROVIDER_CODE).read_bytes() == theirs
    for person in (OTHER_REFERRER, signatory.email):
        mail = wait_for_mail(stack, person, about=reference, saying="signed by both parties")
        assert attached_pdf(mail) == theirs


def the_register_shows_it(petra: Page, reference: str) -> None:
    open_menu(petra, "Agreements")
    row = petra.get_by_role("row").filter(has_text=TEAM)
    expect(row.get_by_role("listitem")).to_have_text([PROVIDER])
    follow(row.get_by_role("link", name=reference))
    happened = petra.get_by_role("table", name="Everything that happened")
    for who in ("Petra Lindqvist", "Sam Okonjo-Reid", "Rhian Castell", "Phil Carrow"):
        expect(happened).to_contain_text(who)


def a_patient_is_registered_with_the_provider_alone(sam: Page, stack: Stack) -> None:
    start(sam)
    answers = a_homecare_registration()
    answer_up_to(sam, "Services", answers)
    answer(sam, {"services": ["Homecare"]})
    expect(sam.get_by_role("radio", name=PROVIDER)).to_be_visible()
    for other in OTHER_PROVIDERS:
        expect(sam.get_by_role("radio", name=other)).to_have_count(0)
    expect(sam.get_by_role("checkbox", name="Nurse service")).to_have_count(0)
    answer_up_to(sam, CHECK, answers)
    registered = send(sam)
    wait_until_delivered(sam, partners=1)
    assert registered in read_by(PROVIDER_CODE, received(stack, registered)[PROVIDER_CODE])


def after_its_end_an_open_draft_is_kept_and_says_why(sam: Page, petra: Page, reference: str) -> None:
    start(sam)
    answer_up_to(sam, CHECK, a_homecare_registration())
    petra.goto("/admin/agreements/")
    follow(petra.get_by_role("link", name=reference))
    follow(petra.get_by_role("link", name="Record a termination"))
    # The browser's clock and the product's are the same machine's.
    petra.get_by_label("Not in force from").fill(date.today().isoformat())  # noqa: DTZ011
    petra.get_by_label("Reason").fill("The hospital chose another provider.")
    follow(petra.get_by_role("button", name="Record a termination"))

    sam.get_by_role("button", name="Send", exact=True).click()
    refusal = sam.get_by_role("main")
    expect(refusal).to_contain_text(f"The Service Level Agreement with {PROVIDER} is not in force")
    expect(refusal).to_contain_text("Who acts next")
    follow(refusal.get_by_role("link", name="See what is missing").first)
    expect(sam.get_by_role("heading", level=1)).to_have_text("Service Level Agreement")
    sam.goto("/registrations/?status=drafts")
    expect(sam.get_by_role("link", name=re.compile(f"^{PATIENT}"))).to_have_count(1)
