"""Pictures of one agreement's life: checklist, particulars, signatures, seal, register and PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.administering import follow
from tests.browser.agreeing import (
    confirm_authority,
    consent,
    name_signatory,
    prove_again,
    read,
    sign,
    start_from_checklist,
    type_name,
    verify,
    wait_until_in_force,
)
from tests.browser.answers import particulars
from tests.browser.mails import link_in, wait_for_mail
from tests.browser.people import HOMECARE, LEAD, OTHER_REFERRER, SIGNATORY, Person
from tests.browser.registering import answer
from tests.stack import Stack

PROVIDER = "Pharmaxo Pharmacy Services Limited"
HALF_SIGNED = "Thornmere University Health Board"
PDF_DPI = "80"
Show = Callable[[Page, str], None]
PageOf = Callable[[str], Page]


def picture_agreements(
    show: Show, page_of: PageOf, stack: Stack, everybody: dict[str, Person], folder: Path
) -> None:
    """Picture everything from the checklist to the verified PDF; `page_of` opens somebody's own page."""
    sam, lee, pat = page_of(OTHER_REFERRER), page_of(LEAD), page_of(SIGNATORY)
    _not_ready(show, sam)
    reference = _prepared(show, lee)
    mail = wait_for_mail(stack, SIGNATORY, about=reference, saying="please read and sign")
    lee.goto(link_in(mail, "link"))
    show(lee, "agreement-link-of-another")
    pat.goto(link_in(mail, "link"))
    _signed(show, pat, everybody[SIGNATORY])
    _countersigned(show, page_of(HOMECARE), everybody[HOMECARE])
    wait_until_in_force(lee, reference)
    show(lee, "agreement-in-force")
    lee.goto(f"/agreements/{reference}/text/")
    show(lee, "agreement-text")
    sealed = _files(lee, reference, folder)
    _verified(show, page_of(""), sealed)


def _not_ready(show: Show, sam: Page) -> None:
    sam.goto("/agreements/")
    show(sam, "agreements-half-signed")
    sam.goto("/registrations/start/registration/")
    show(sam, "start-refused")


def _prepared(show: Show, lee: Page) -> str:
    lee.goto("/agreements/")
    show(lee, "agreements-ready")
    reference = start_from_checklist(lee, PROVIDER)
    show(lee, "agreement-started")
    follow(lee.get_by_role("button", name="Fill in the particulars"))
    while "/step/" in lee.url:
        name = lee.url.rstrip("/").rpartition("/")[2]
        show(lee, f"particulars-{name}")
        if name == "organisation":
            lee.get_by_role("button", name="Save and continue").click()
            show(lee, f"particulars-{name}-errors")
        answer(lee, particulars("sla"))
        follow(lee.get_by_role("button", name="Save and continue"))
    show(lee, "particulars-check")
    follow(lee.get_by_role("button", name="Put out for signature"))
    show(lee, "agreement-out")
    follow(lee.get_by_role("link", name="Name who signs"))
    show(lee, "signatory")
    lee.go_back()
    name_signatory(lee, "Pat Quillfeather", "Chief pharmacist", SIGNATORY)
    show(lee, "agreement-waiting")
    return reference


def _signed(show: Show, pat: Page, coded: Person) -> None:
    show(pat, "sign-1-read")
    read(pat)
    show(pat, "sign-2-authority")
    pat.get_by_role("button", name="Continue").click()
    show(pat, "sign-2-authority-errors")
    confirm_authority(pat)
    show(pat, "sign-3-consent")
    for link, name in (("Hand it over to a colleague", "hand-over"), ("Decline to sign", "decline")):
        follow(pat.get_by_role("link", name=link))
        show(pat, f"sign-{name}")
        follow(pat.get_by_role("link", name="Cancel"))
    consent(pat)
    show(pat, "sign-4-code")
    prove_again(pat, coded)
    _draw(pat)
    show(pat, "sign-5-sign")
    type_name(pat, "Pat Quillfeather")
    show(pat, "sign-6-signed")


def _draw(page: Page) -> None:
    """Draw a wave on the pad, as a hand would."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 120)
    page.mouse.down()
    for at in range(60):
        page.mouse.move(box["x"] + 60 + at * 6, box["y"] + (130 if at % 6 < 3 else 70))
    page.mouse.up()


def _countersigned(show: Show, phil: Page, coded: Person) -> None:
    phil.goto("/agreements/to-countersign/")
    show(phil, "to-countersign")
    follow(phil.get_by_role("button", name=re.compile("^Read and countersign")).first)
    sign(phil, coded, "Phil Carrow")
    show(phil, "countersigned")


def _files(lee: Page, reference: str, folder: Path) -> bytes:
    """Keep the pages of the sealed PDF and of its certificate as pictures; return the sealed PDF."""
    lee.goto(f"/agreements/{reference}/")
    files = {}
    for link, name in (("Download the signed", "agreement"), ("Download the certificate", "certificate")):
        with lee.expect_download() as download:
            lee.get_by_role("link", name=link).click()
        files[name] = Path(download.value.path())
        command = ["pdftoppm", "-r", PDF_DPI, "-png", files[name], folder / f"pdf-{name}"]
        subprocess.run(command, check=True)
    return files["agreement"].read_bytes()


def _verified(show: Show, nobody: Page, sealed: bytes) -> None:
    verify(nobody, sealed)
    show(nobody, "verify-genuine")
    verify(nobody, sealed + b"\n")
    show(nobody, "verify-not-genuine")


def picture_register(show: Show, petra: Page) -> None:
    """Picture the screens of the programme office; they are made for a desk."""
    petra.goto("/admin/agreements/")
    show(petra, "admin-agreements")
    for link, name in (("Sign-ups and endings", "figures"), ("New texts", "new-texts")):
        petra.goto("/admin/agreements/")
        follow(petra.get_by_role("link", name=link))
        show(petra, f"admin-agreements-{name}")
    petra.goto("/admin/agreements/")
    follow(petra.get_by_role("link", name=HALF_SIGNED).first)
    show(petra, "admin-agreements-organisation")
    here = petra.url
    for path in ("start", "paper"):
        petra.goto(f"{here}{path}/")
        show(petra, f"admin-agreements-{path}")
    petra.goto(here)
    follow(petra.get_by_role("table", name=re.compile("^All agreements")).get_by_role("link").first)
    show(petra, "admin-agreement")
    follow(petra.get_by_role("link", name="Withdraw"))
    show(petra, "admin-agreement-withdraw")
    petra.goto("/admin/")
    follow(petra.get_by_role("link", name="Agreement texts", exact=True))
    show(petra, "admin-agreement-texts")
    follow(petra.locator("main table tbody a").first)
    show(petra, "admin-agreement-text")
