"""Pictures of forms: a visitor's, what editors and approvers see of one, a trial, and the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page

Show = Callable[[Page, str], None]

FORMS = "/admin/snippets/form_definitions/form"
GENERAL = "Medical information request"
REGISTRATION = "Patient registration"
OF_A_FORM = (
    (f"{FORMS}/edit/%s/", "admin-form-editor"),
    ("/admin/form-pages/%s/disclosures/", "admin-form-disclosures"),
    ("/admin/form-pages/%s/map/", "admin-form-map"),
    ("/admin/form-building/%s/", "admin-form-insert"),
    (f"{FORMS}/changes/%s/", "admin-form-changes"),
    (f"{FORMS}/versions/%s/", "admin-form-versions"),
    (f"{FORMS}/versions/%s/1/", "admin-form-version-text"),
    (f"{FORMS}/comments/%s/", "admin-form-comments"),
    (f"{FORMS}/closing/%s/", "admin-form-closing"),
    ("/admin/form-trials/%s/", "admin-form-trial"),
)
DESK = (
    ("/admin/submissions/", "admin-submissions"),
    ("/admin/submissions/search/", "admin-submissions-search"),
    ("/admin/submissions/export/", "admin-submissions-export"),
    ("/admin/submissions/bulk/", "admin-submissions-bulk"),
    ("/admin/submissions/charts/", "admin-submissions-charts"),
)


def picture_open_form(show: Show, page: Page) -> None:
    """Picture what a visitor without an account fills in and sends."""
    page.goto("/forms/medical-information/")
    show(page, "visitor-start")
    page.get_by_role("button", name="Start now").click()
    show(page, "visitor-step")
    _go_on(page)
    show(page, "visitor-step-errors")
    page.get_by_role("radio", name="How it is given and stored").check()
    page.get_by_label("Your question").fill("How long may a pen stay out of the fridge?")
    page.get_by_role("group", name=re.compile("describe a side effect")).get_by_label("No").check()
    page.get_by_role("radio", name="By e-mail").check()
    _go_on(page)
    page.get_by_label("Your name").fill("Vera Visitor")
    page.get_by_label("Your role").fill("Pharmacist")
    page.get_by_label("Your hospital or clinic").fill("Harbour Vale General Hospital")
    page.get_by_label("Your e-mail address").fill("vera.visitor@harbourvale.invalid")
    page.get_by_role("checkbox").check()
    _go_on(page)
    show(page, "visitor-check")
    # Nobody reads the page faster than this; a program would.
    page.wait_for_timeout(15_000)
    page.get_by_role("button", name="Send").click()
    page.locator(".reference").wait_for()
    show(page, "visitor-sent")


def picture_form(show: Show, page: Page) -> None:
    """Picture how the registration is edited, compared, closed and followed."""
    page.goto(f"{FORMS}/")
    show(page, "admin-forms")
    number = _number_of(page, REGISTRATION)
    for path, name in OF_A_FORM:
        page.goto(path % number)
        show(page, name)
    page.goto(f"{FORMS}/import/")
    show(page, "admin-form-import")


def picture_trial(show: Show, page: Page) -> None:
    """Picture the registration tried from its first step to what would have been sent."""
    page.goto(f"{FORMS}/")
    page.goto(f"/admin/form-trials/{_number_of(page, REGISTRATION)}/")
    page.locator("main").get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile("/step/"))
    show(page, "trial-step")
    for _ in range(20):
        if "/step/" not in page.url:
            break
        page.get_by_role("link", name="Fill in made-up answers").click()
        _go_on(page)
    show(page, "trial-check")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="What would have been sent").wait_for()
    show(page, "trial-sent")


def picture_desk(show: Show, page: Page) -> None:
    """Picture the desk, and one submission that its people may read."""
    for path, name in DESK:
        page.goto(path)
        show(page, name)
    page.goto("/admin/submissions/")
    row = page.locator("main tbody tr").filter(has_text=GENERAL).first
    _follow(row.get_by_role("link").first, page)
    show(page, "admin-submission")


def _number_of(page: Page, title: str) -> str:
    """Return the number of a form in the addresses of the admin, from the list of forms."""
    link = page.locator("main").get_by_role("link", name=title, exact=True).first.get_attribute("href") or ""
    found = re.search(r"/(\d+)/", link)
    assert found is not None, f"The list of forms names no {title}."
    return found[1]


def _go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Save and continue|Continue)")).first.click()
    page.wait_for_load_state()


def _follow(link: Locator, page: Page) -> None:
    page.goto(link.get_attribute("href") or "")
