"""Anybody verifies a signed agreement: by its file, to the byte, or by its reference and code."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.agreeing import REFERENCE, verify
from tests.pdf_probe import page_texts

CODE = re.compile(r"Verification code\s*([0-9A-Z]{4}[ -]?[0-9A-Z]{4}[ -]?[0-9A-Z]{4})")


def test_the_sealed_file_is_genuine_and_a_changed_copy_is_not(as_person, sealed):
    nobody = as_person()
    pdf = bytearray(sealed.read_bytes())

    verify(nobody, bytes(pdf))
    expect(nobody.get_by_role("status")).to_contain_text("Genuine")
    expect(nobody.get_by_role("region", name="How it stands today")).to_contain_text("In force")
    expect(nobody.get_by_role("main")).not_to_contain_text("Quillfeather")

    pdf[len(pdf) // 2] ^= 1
    verify(nobody, bytes(pdf))
    expect(nobody.get_by_role("alert")).to_contain_text("Not genuine")
    expect(nobody.get_by_role("region", name="How it stands today")).to_have_count(0)

    verify(nobody, sealed.read_bytes() + b"\n")
    expect(nobody.get_by_role("alert")).to_contain_text("Not genuine")


def test_a_reference_is_verified_with_its_code_and_not_without(as_person, sealed):
    nobody = as_person()
    text = re.sub(r"\s+", " ", " ".join(page_texts(sealed.read_bytes())))
    reference, code = REFERENCE.search(text), CODE.search(text)
    assert reference
    assert code

    for given, found in ((code.group(1), True), ("0000 0000 0000", False)):
        nobody.goto("/agreements/verify/")
        nobody.get_by_role("textbox", name="Reference").fill(reference.group(0))
        nobody.get_by_label("Verification code").fill(given)
        nobody.get_by_role("button", name="Look it up").click()
        expect(nobody.get_by_role("region", name="How it stands today")).to_have_count(int(found))
        expect(nobody.get_by_text("Not found", exact=True)).to_have_count(int(not found))
