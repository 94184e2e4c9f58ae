"""An editor at Wagtail's form editor, by what stands on the screen: tabs, buttons, menus, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

FORMS = "/admin/snippets/form_definitions/form/"
_ADD = (
    ':scope > [data-streamfield-stream-container] > div > button[title="Insert a block"],'
    ':scope > [data-streamfield-list-container] > button[title="Add"]'
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block on the screen; `prefix` is what the ids of its inputs begin with."""

    page: Page
    prefix: str

    def input(self, name: str) -> Locator:
        return self.page.locator(f'[id="{self.prefix}-{name}"]')

    def fill(self, **texts: str) -> Block:
        for name, text in texts.items():
            self.input(name).fill(text)
        return self

    def choose(self, name: str, words: str) -> Block:
        self.input(name).select_option(label=words)
        return self

    def insert(self, name: str, kind: str = "") -> Block:
        return insert(self.page, f"{self.prefix}-{name}", kind)

    def add_condition(self, heading: str, question: str, comparison: str, value: str) -> None:
        """Unfold the conditions under a heading and add one: question and value chosen from their lists."""
        section = unfold(self, "show_when")
        expect(section.get_by_role("heading", name=heading)).to_be_visible()
        condition = self.insert("show_when-conditions")
        condition.input("field-question").select_option(value=question)
        condition.choose("operator", comparison)
        listed = condition.input("value-value")
        if listed.is_visible():
            listed.select_option(value=value)
        else:
            condition.fill(value=value)

    def decide(self, decisions: Mapping[str, tuple[str, str]]) -> None:
        """Decide who receives the answer: by recipient, the decision and its purpose."""
        recipients = self.page.locator(f'select[id^="{self.prefix}-disclosures-"][id$="-audience"]')
        for recipient in recipients.all():
            name = recipient.evaluate("list => list.selectedOptions[0].label")
            if name in decisions:
                row = Block(self.page, str(recipient.get_attribute("id")).removesuffix("-audience"))
                decision, purpose = decisions[name]
                row.choose("decision", decision).fill(purpose=purpose)


def insert(page: Page, stream: str, kind: str = "") -> Block:
    """Add a block at the end of a list of blocks; `kind` is chosen from the menu where there is one."""
    count = page.locator(f'[name="{stream}-count"]')
    at = int(count.input_value())
    count.locator("xpath=..").locator(_ADD).last.click()
    if kind:
        page.get_by_role("option", name=kind, exact=True).click()
    return Block(page, f"{stream}-{at}-value")


def block_called(page: Page, title: str) -> Block:
    """Unfold the step or question with this title, wherever it stands."""
    heading = page.get_by_role("heading", name=re.compile(f"{re.escape(title)}$"))
    section = page.locator("section[data-panel]").filter(has=heading).last
    _unfold(section)
    order = section.locator("xpath=..").locator(':scope > input[name$="-order"]')
    return Block(page, str(order.get_attribute("name")).removesuffix("-order") + "-value")


def unfold(block: Block, group: str) -> Locator:
    """Unfold what a block holds under a heading of its own; return it."""
    section = block.page.locator(f'[id="block_group-{block.prefix}-{group}-section"]')
    _unfold(section)
    return section


def _unfold(section: Locator) -> None:
    toggle = section.get_by_role("button", name="Toggle section").first
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()


def open_form(page: Page, title: str) -> None:
    """Come from the dashboard to the steps of a form."""
    page.goto("/admin/")
    page.get_by_role("link", name="Forms", exact=True).click()
    page.get_by_role("link", name=title, exact=True).click()
    show_steps(page)


def show_steps(page: Page) -> None:
    page.get_by_role("tab", name="Steps and questions").click()


def press(page: Page, action: str) -> None:
    """Press one of the buttons at the foot: the first, or one of the menu beside it."""
    foot = page.get_by_role("navigation", name="Actions (footer)")
    button = foot.get_by_role("button", name=action, exact=True)
    if not button.is_visible():
        foot.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        button.click()


def approve(page: Page, title: str, *, second: Page | None = None) -> None:
    """Publish what a colleague submitted, from what waits on the dashboard.

    Critical changes go live once `second`, who may approve them, has read them and approved too.
    """
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Awaiting your review")
    waiting.get_by_role("link", name=title, exact=True).click()
    press(page, "Approve and Publish")
    if second is None:
        expect(page.locator(".messages")).to_contain_text(f"of “{title}” is live.")
        return
    expect(page.locator(".messages")).to_contain_text("Waiting for a second approval")
    second.goto("/admin/")
    second.get_by_role("link", name="Forms", exact=True).click()
    second.get_by_role("link", name=title, exact=True).click()
    second.get_by_role("link", name="Critical changes wait for a second approval").click()
    with second.expect_navigation():
        second.get_by_role("button", name="Approve these changes and publish").click()
    expect(second.locator(".messages")).to_contain_text(f"of “{title}” is live.")
