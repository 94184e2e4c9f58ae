"""Which answers count as a page that somebody read."""

from __future__ import annotations

from typing import Any

import pytest

from content.reports.counting import CountReads

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
HTML = [("Content-Type", "text/html; charset=utf-8")]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def counted(status: str = "200 OK", headers: Any = HTML, **environ: str) -> dict[tuple[str, str], int]:
    """Return what is counted after one request."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response(status, headers)
        return [b"body"]

    counting = CountReads(application, clock=Clock())
    asked = {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": "a.example",
        "PATH_INFO": "/about/",
        "HTTP_USER_AGENT": BROWSER,
    }
    said: list[Any] = []
    assert counting({**asked, **environ}, lambda *values: said.append(values)) == [b"body"]
    assert said == [(status, headers)]
    return dict(counting._counts)


def test_a_page_that_is_shown_counts() -> None:
    assert counted() == {("a.example", "/about/"): 1}


def test_a_page_that_a_browser_has_already_counts() -> None:
    assert counted("304 Not Modified", [("ETag", '"x"')]) == {("a.example", "/about/"): 1}


@pytest.mark.parametrize(
    ("status", "headers", "environ"),
    [
        ("404 Not Found", HTML, {}),
        ("302 Found", HTML, {}),
        ("200 OK", [*HTML, ("X-Robots-Tag", "noindex")], {}),
        ("200 OK", [("Content-Type", "application/pdf")], {}),
        ("200 OK", HTML, {"REQUEST_METHOD": "HEAD"}),
        ("200 OK", HTML, {"REQUEST_METHOD": "POST"}),
        ("200 OK", HTML, {"HTTP_USER_AGENT": "Googlebot/2.1"}),
        ("200 OK", HTML, {"HTTP_USER_AGENT": ""}),
    ],
)
def test_what_nobody_read_does_not_count(status, headers, environ) -> None:
    assert counted(status, headers, **environ) == {}
