"""Say who somebody is without opening a page, as the form of the question does."""

from __future__ import annotations

from playwright.sync_api import BrowserContext


def declare(context: BrowserContext, url: str, audience: str) -> None:
    """Let a browser carry the declaration of an audience for the site at `url`."""
    answer = context.request.post(
        f"{url}/audience/", form={"audience": audience}, headers={"Origin": url}, max_redirects=0
    )
    assert answer.status == 302, f"The site did not take the declaration: {answer.status}."
