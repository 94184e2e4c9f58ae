"""The text of one of our pages as an introduction and blocks that the starter can hold."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

HEADINGS = {"h2", "h3", "h4"}
TEXTS = {"p", "li", "dd", "dt", "td", "th", "figcaption", "summary"}


@dataclass(slots=True)
class _Reader(HTMLParser):
    """Collect headings and runs of text within `main`, in their order."""

    title: str = ""
    description: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)
    inside: int = 0
    kind: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta" and dict(attrs).get("name") == "description":
            self.description = dict(attrs).get("content") or ""
        self.inside += tag == "main"
        if tag == "h1" or tag in HEADINGS or tag in TEXTS:
            self.kind = "title" if tag == "h1" else "heading" if tag in HEADINGS else "text"
            self.parts.append((self.kind, ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.inside and self.parts and data.strip():
            kind, text = self.parts[-1]
            self.parts[-1] = (kind, f"{text} {' '.join(data.split())}".strip())


def text_of(page: str) -> dict[str, Any]:
    """Return title, description, introduction and blocks of a page of ours; the text is all of `main`."""
    reader = _Reader()
    reader.feed(page)
    said = [(kind, text) for kind, text in reader.parts if text]
    title = next(text for kind, text in said if kind == "title")
    first = next(text for kind, text in said if kind == "text")
    body: list[tuple[str, str]] = []
    for kind, text in said:
        if kind == "heading":
            body.append((kind, text))
        elif kind == "text" and text != first:
            paragraph = f"<p>{html.escape(text)}</p>"
            if body and body[-1][0] == "text":
                body[-1] = ("text", body[-1][1] + paragraph)
            else:
                body.append(("text", paragraph))
    return {
        "title": title,
        "description": reader.description,
        "introduction": f"<p>{html.escape(first)}</p>",
        "body": body,
    }
