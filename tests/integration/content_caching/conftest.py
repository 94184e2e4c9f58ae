"""A published page, and a way to ask for it as a server does: through the front."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from content.caching import inside
from content.caching.front import Front
from content.caching.keeping import shelf
from stamps import PAGES, RECORDS, stamps_of
from tests.integration.content_certification.conftest import editor, groups, home, page, signatory

__all__ = ["editor", "groups", "home", "page", "signatory"]


@pytest.fixture(autouse=True)
def empty_shelf(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR, settings.PAGE_CACHE_SECONDS = tmp_path, 600
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    for name in (PAGES, RECORDS):
        stamps_of(name).renew()
    shelf.clear()
    inside.shelf.clear()
    cache.clear()
    yield
    shelf.clear()
    inside.shelf.clear()


class Answer:
    """What a server would send."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body
        self.text = body.decode(errors="replace")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let the connection of the test live on after a request, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def ask(db: None, one_connection: None) -> Callable[..., Answer]:
    """Return a function that asks the whole product for an address, without the front if so wished."""
    whole = WSGIHandler()
    front = Front(whole)

    def ask(path: str, *, front_too: bool = True, **environ: Any) -> Answer:
        said: list[Any] = []
        base = RequestFactory()._base_environ(PATH_INFO=path, **{"HTTP_HOST": "testserver", **environ})
        parts = (front if front_too else whole)(base, lambda *start: said.append(start))
        body = b"".join(parts)
        # As servers do (PEP 3333): files that were sent are open until then.
        getattr(parts, "close", lambda: None)()
        return Answer(said[0][0], said[0][1], body)

    return ask
