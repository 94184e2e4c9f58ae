"""Nobody needs a mouse to register a patient."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.answers import PATIENT, a_registration
from tests.browser.inboxes import read_by, received, wait_until_delivered
from tests.browser.keyboard import Keyboard
from tests.browser.people import REFERRER
from tests.browser.registering import CHECK, STEPS, reference_on
from tests.pdf_probe import opened, squeezed


def test_a_referrer_registers_a_patient_with_the_keyboard_alone(as_person, stack):
    page = as_person(REFERRER)
    keyboard = Keyboard(page)
    answers = a_registration()
    asked: set[str] = set()

    page.goto("/registrations/")
    keyboard.follow("Start: Patient registration")
    keyboard.follow("Start now")
    for title in STEPS:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        asked |= keyboard.answer_page(answers)

    expect(page.get_by_role("heading", level=1)).to_have_text(CHECK)
    assert asked == set(answers)
    keyboard.follow("Change Mobile number")
    assert keyboard.focused().name == "mobile"
    keyboard.type_anew("07700 900456")
    keyboard.tab_to_input("home_address_postcode", back=True)
    keyboard.follow("Save and continue")
    expect(page.get_by_text("07700 900456")).to_be_visible()
    keyboard.follow("Send")

    expect(page.get_by_role("heading", level=1)).to_have_text("Patient registration: received")
    reference = reference_on(page)
    wait_until_delivered(page)
    inboxes = received(stack, reference)
    assert len(inboxes) == 2
    for partner, path in inboxes.items():
        text = read_by(partner, path)
        assert reference in text
        assert squeezed(PATIENT) in squeezed(text)
        with pytest.raises(Exception, match="password"):
            opened(path.read_bytes())
