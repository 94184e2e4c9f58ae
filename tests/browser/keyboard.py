"""A person without a mouse: Tab, Shift+Tab, arrows, Space, Enter and typing, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.answers import Answers

# No page has more places to stop at; whoever needs more presses is caught in a trap.
MOST_PRESSES = 150
_FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const words = at.labels && at.labels.length
    ? Array.from(at.labels, label => label.innerText).join(" ")
    : at.getAttribute("aria-label") || at.innerText;
  return {
    tag: at.tagName.toLowerCase(), type: at.type || "", id: at.id, name: at.name || "",
    words: words.replace(/\\s+/g, " ").trim(), value: at.value || "", checked: Boolean(at.checked),
    outlined: style.outlineStyle !== "none" || style.boxShadow !== "none",
    inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}"""


@dataclass(frozen=True, slots=True)
class Focused:
    """What has the focus, as it is seen and announced."""

    tag: str
    type: str
    id: str
    name: str
    words: str
    value: str
    checked: bool
    outlined: bool
    inView: bool


class Keyboard:
    """Work on a page by its keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> Focused | None:
        found: dict[str, Any] | None = self.page.evaluate(_FOCUSED)
        return Focused(**found) if found else None

    def tab(self, *, back: bool = False) -> Focused | None:
        """Go one stop on; what is reached must show it, in view."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        reached = self.focused()
        if reached is not None:
            assert reached.outlined, f"Nothing shows the focus on {reached}."
            assert reached.inView, f"The focus left the screen at {reached}."
        return reached

    def tab_to(self, words: str, *, back: bool = False) -> Focused:
        """Go on until what has the focus is called `words`."""
        return self._until(lambda reached: reached.words == words, words, back=back)

    def tab_to_input(self, name: str, *, back: bool = False) -> Focused:
        """Go on until an input of this name has the focus."""
        return self._until(lambda reached: reached.name == name, name, back=back)

    def _until(self, wanted: Callable[[Focused], bool], called: str, *, back: bool) -> Focused:
        passed = []
        for _ in range(MOST_PRESSES):
            reached = self.tab(back=back)
            if reached is not None and wanted(reached):
                return reached
            passed.append(reached.words if reached else "(the browser)")
        raise AssertionError(f"Never came to “{called}”; passed {passed}.")

    def follow(self, words: str) -> None:
        """Go to a link or button and press Enter."""
        self.tab_to(words)
        self.enter()

    def enter(self) -> None:
        """Press Enter on what leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type_anew(self, text: str) -> None:
        """Type into the input that has the focus, in place of what is there."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def skip_to_content(self) -> None:
        self.tab_to("Skip to main content")
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("document.activeElement.id === 'main'")

    def answer_page(self, answers: Answers, *, then: str = "Save and continue") -> set[str]:
        """Go through a page from its top, answer what it asks, press its button; return what was asked."""
        self.skip_to_content()
        asked: set[str] = set()
        for _ in range(MOST_PRESSES):
            reached = self.tab()
            assert reached is not None, "The page ended before its button came."
            if reached.words == then:
                self.enter()
                return asked
            if reached.name in answers:
                asked.add(reached.name)
                self._answer(reached, answers[reached.name])
        raise AssertionError(f"Never came to “{then}”.")

    def _answer(self, reached: Focused, answer: str | list[str]) -> None:
        if reached.type == "radio":
            self._choose(reached, str(answer))
        elif reached.type == "checkbox":
            if not reached.checked and (answer == "yes" or reached.words in answer):
                self.page.keyboard.press("Space")
        elif reached.tag == "select":
            self.page.keyboard.type(str(answer))
        else:
            self.type_anew(str(answer))

    def _choose(self, first: Focused, answer: str) -> None:
        """Move along the radio buttons of one question; Space takes the first, an arrow any other."""
        at: Focused | None = first
        if answer in {first.words, first.value}:
            self.page.keyboard.press("Space")
        for _ in range(MOST_PRESSES):
            if at is not None and answer in {at.words, at.value}:
                return
            self.page.keyboard.press("ArrowDown")
            at = self.focused()
        raise AssertionError(f"“{answer}” is not among the answers to {first.name}.")
