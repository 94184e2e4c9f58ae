"""What one of our pages says, as the starter can hold it: texts and blocks with their links, menus, and the footer."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

HEADINGS = {"h2", "h3", "h4"}
TEXTS = {"p", "li", "dd", "dt", "td", "th", "figcaption", "summary"}
# The navigations that a page of ours has, by their labels; what the account says is no content.
MENU, SECTION = "Main", "In this section"


@dataclass(slots=True)
class _Reader(HTMLParser):
    """Collect headings and runs of text within `main` and the footer in their order, and links of navigations."""

    title: str = ""
    description: str = ""
    parts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {"main": [], "footer": []})
    links: dict[str, list[list[str]]] = field(default_factory=dict)
    place: str = ""
    navigation: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name") == "description":
            self.description = said.get("content", "")
        if tag in self.parts:
            self.place = tag
        if tag == "nav":
            self.navigation = said.get("aria-label", "?")
        if tag == "a" and self.navigation:
            self.links.setdefault(self.navigation, []).append([said.get("href", ""), ""])
        elif tag == "a":
            self._add(f'<a href="{html.escape(said.get("href", ""))}">', only_in="text")
        elif self.place and not self.navigation and (tag == "h1" or tag in HEADINGS or tag in TEXTS):
            self.kind = "title" if tag == "h1" else "heading" if tag in HEADINGS else "text"
            self.parts[self.place].append((self.kind, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.place:
            self.place = ""
        if tag == "nav":
            self.navigation = ""
        if tag == "a" and not self.navigation:
            self._add("</a>", only_in="text")

    def handle_comment(self, data: str) -> None:
        if data.strip() == "account":
            self.navigation = "account"

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and self.links.get(self.navigation):
            self.links[self.navigation][-1][1] += words
        elif words and not self.navigation:
            self._add(html.escape(words) + " ")

    def _add(self, what: str, *, only_in: str = "") -> None:
        found = self.parts.get(self.place)
        if found and only_in in ("", found[-1][0]):
            kind, text = found[-1]
            found[-1] = (kind, text + what)


def text_of(page: str) -> dict[str, Any]:
    """Return title, description, introduction, blocks, footer and the links of menu and section of a page of ours.

    Texts are HTML; titles and headings are plain.
    """
    reader = _Reader()
    reader.feed(page)
    said = [(kind, text.strip()) for kind, text in reader.parts["main"] if text.strip()]
    first = next(text for kind, text in said if kind == "text")
    return {
        "title": html.unescape(next(text for kind, text in said if kind == "title")),
        "description": reader.description,
        "introduction": f"<p>{first}</p>",
        "body": _blocks([part for part in said if part[1] != first and part[0] != "title"]),
        "footer": "".join(
            f"<h2>{text}</h2>" if kind == "heading" else f"<p>{text}</p>"
            for kind, text in reader.parts["footer"] if text.strip()
        ),
        "menu": reader.links[MENU],
        "section": reader.links.get(SECTION, []),
    }  # fmt: skip


def _blocks(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return headings by themselves, and what stands between two of them as one rich text."""
    blocks: list[tuple[str, str]] = []
    for kind, text in said:
        if kind == "heading":
            blocks.append((kind, html.unescape(text)))
        elif blocks and blocks[-1][0] == "text":
            blocks[-1] = ("text", f"{blocks[-1][1]}<p>{text}</p>")
        else:
            blocks.append(("text", f"<p>{text}</p>"))
    return blocks
