"""Count the queries of every page for a reader who is signed in; run with a product's surroundings.

Prints JSON: of each situation, the queries by address.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from accounts.models import User
from content.caching import inside
from stamps import PAGES, RECORDS, stamps_of
from tests.signing_in import SignedInClient


def addresses() -> list[str]:
    """Return the address of every live page."""
    root = Site.objects.get(is_default_site=True).root_page
    paths = root.get_descendants(inclusive=True).live().order_by("path").values_list("url_path", flat=True)
    return [f"/{path.removeprefix(root.url_path)}" for path in paths]


def queries(client: Client, path: str) -> int:
    """Return how many statements an answer takes; it must be the page itself."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return len(captured)


def counted(email: str) -> dict[str, dict[str, int]]:
    """Return the counts: kept, kept after another page was published, made anew, after a record was saved."""
    client = SignedInClient(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    found: dict[str, dict[str, int]] = {"warm": {}, "purged": {}, "anew": {}, "records": {}}
    for path in addresses():
        for _ in range(2):
            client.get(path)
        found["warm"][path] = queries(client, path)
        stamps_of(PAGES).renew()
        found["purged"][path] = queries(client, path)
        stamps_of(PAGES).renew()
        inside.shelf.clear()
        found["anew"][path] = queries(client, path)
        for name in (RECORDS, PAGES):
            stamps_of(name).renew()
        found["records"][path] = queries(client, path)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(counted(sys.argv[1])))
