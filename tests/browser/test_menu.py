"""The main menu: folded away on a phone, open on a wide screen, and without JavaScript on both."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import PHONE

ADDRESS = re.compile("/touchpoints/$")


def menu_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def tab_to(page: Page, place: Locator) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if place.evaluate("one => one === document.activeElement"):
            return
    pytest.fail("The keyboard does not reach it.")


def test_on_a_phone_the_menu_is_unfolded_by_keyboard_or_finger(as_person: Callable[..., Page]) -> None:
    page = as_person(phone=True, java_script_enabled=False)
    page.goto("/")
    button, way = menu_of(page).locator("summary"), menu_of(page).get_by_text("Touchpoints")
    expect(button).to_have_text("Menu")
    expect(way).not_to_be_visible()

    tab_to(page, button)
    expect(button).to_have_css("outline-width", "3px")
    page.keyboard.press("Enter")
    expect(way).to_be_visible()
    page.keyboard.press("Enter")
    expect(way).not_to_be_visible()

    button.click()
    way.click()
    expect(page).to_have_url(ADDRESS)


def test_on_a_wide_screen_the_menu_stands_open(as_person: Callable[..., Page]) -> None:
    page = as_person(java_script_enabled=False)
    page.goto("/")
    way = menu_of(page).get_by_role("link", name="Touchpoints")

    expect(menu_of(page).locator("summary")).not_to_be_visible()
    expect(way).to_be_visible()
    tab_to(page, way)
    page.keyboard.press("Enter")

    expect(page).to_have_url(ADDRESS)


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_heading_stands_in_the_upper_part_of_the_screen(
    as_person: Callable[..., Page], width: int
) -> None:
    page = as_person(phone=True)
    page.set_viewport_size({"width": width, "height": PHONE["height"]})
    page.goto("/")

    box = page.get_by_role("heading", level=1).bounding_box()

    assert box is not None
    assert box["y"] < PHONE["height"] * 0.36
    assert page.evaluate("document.documentElement.scrollWidth") == width
