"""A browser of few lines: one connection per request, cookies, redirects, forms. Loopback only."""

from __future__ import annotations

from collections.abc import Iterable
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from content.demo.pages import HtmlForm, Page, read_page

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 10
TIMEOUT_SECONDS = 30


class BrowsingFailed(Exception):
    """A page did not come, or was not what was expected."""


class Browser:
    """Open pages and send forms at one address, for example http://localhost:8000."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.cookies: dict[str, str] = {}

    def open(self, path: str) -> Page:
        """Return the page at a path, redirects followed."""
        return self._request("GET", urljoin(f"{self.address}/", path))

    def send(self, page: Page, form: HtmlForm, values: Iterable[tuple[str, str]], *, press: str = "") -> Page:
        """Send a form with a button (the first, or the one with these words) and return what follows."""
        buttons = [button for button in form.buttons if press in button[2]]
        named = [(name, value) for name, value, _ in buttons[:1] if name]
        return self._request("POST", urljoin(page.url, form.action or page.url), urlencode([*values, *named]))

    def _request(self, method: str, url: str, body: str | None = None) -> Page:
        for _ in range(MOST_REDIRECTS):
            status, location, html = self._once(method, url, body)
            if status not in REDIRECTS:
                return read_page(url, status, html)
            url, method, body = urljoin(url, location), "GET", None
            if not url.startswith(f"{self.address}/"):
                raise BrowsingFailed(f"A page led away from the site, to {urlsplit(url).netloc}.")
        raise BrowsingFailed(f"{url} redirects without end.")

    def _once(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            html = response.read().decode("utf-8", errors="replace")
        except OSError as error:
            raise BrowsingFailed(f"{self.address} does not answer: {error}.") from error
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, response.headers.get("Location", ""), html
