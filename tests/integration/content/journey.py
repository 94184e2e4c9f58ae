"""The addresses of the touchpoints, the first dose that a calendar is asked for, and the steps in a page."""

from __future__ import annotations

from html.parser import HTMLParser

ADDRESS, FULL, CALENDAR = "/touchpoints/", "/touchpoints/full/", "/touchpoints/calendar/"
FIRST = {"first_dose_day": "4", "first_dose_month": "1", "first_dose_year": "2027", "months_each": "3"}


class Steps(HTMLParser):
    """The steps of a page by anchor, and whether each is hidden."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, bool] = {}
        self.lanes: dict[str, set[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "data-lanes" in found:
            anchor = str(found["id"])
            self.hidden[anchor] = "hidden" in found
            self.lanes[anchor] = set(str(found["data-lanes"]).split())
