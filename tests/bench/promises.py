"""What every answer from the cache must still keep: tried on the very servers that are measured."""

from __future__ import annotations

from tests.bench.answers import Answer, ask
from tests.bench.editing import Publish
from tests.bench.tables import Table
from tests.processes import Server

# Far more than there are workers, so that each of them is asked.
CONNECTIONS = 50


def same_as_uncached(server: Server, path: str, cookies: str) -> bool:
    """Say whether a kept answer is what the application gives, but for the headers of the cache itself.

    A query string leads past every kept page to the application.
    """
    made, given = ask(server, f"{path}?uncached=1", cookies=cookies), ask(server, path, cookies=cookies)
    return made.status == given.status and made.body == given.body and _named(made) == _named(given)


def _named(answer: Answer) -> set[tuple[str, str]]:
    """Return headers to compare: the cache adds an entity tag and an age, and packs, so it varies by what is taken."""
    found = {
        (name.lower(), ", ".join(sorted({part.strip() for part in value.split(",")} - {"Accept-Encoding"})))
        for name, value in answer.headers
    }
    return {
        pair for pair in found if pair[0] not in ("etag", "age", "content-length") and pair != ("vary", "")
    }


def refuses_other_hosts(server: Server, path: str, cookies: str) -> bool:
    """Say whether a request for a host that is not ours is refused, however warm the cache is."""
    answers = [
        ask(server, path, cookies=cookies, host="elsewhere.example").status for _ in range(CONNECTIONS)
    ]
    return {status[:3] for status in answers} == {"400"}


def asks_the_undeclared(server: Server, path: str, cookies: str) -> bool:
    """Say whether those who have not said who they are get the question at the same address, never the page."""
    page = ask(server, path, cookies=cookies).body
    answers = [ask(server, path) for _ in range(CONNECTIONS)]
    return all(
        dict(answer.headers).get("X-Robots-Tag", "").startswith("noindex")
        and answer.body != page
        and b'name="audience"' in answer.body
        for answer in answers
    )


def every_worker_shows(server: Server, path: str, cookies: str, publish: Publish) -> tuple[int, int]:
    """Publish an edit on warm workers; return of how many next answers how many show it."""
    for _ in range(CONNECTIONS):
        ask(server, path, cookies=cookies)
    words = "Everything that the programme offers, read again after a change of this sentence."
    publish(path, words)
    answers = [ask(server, path, cookies=cookies).body for _ in range(CONNECTIONS)]
    return CONNECTIONS, sum(words.encode() in body for body in answers)


def add_promises(table: Table, server: Server, path: str, cookies: str, publish: Publish) -> None:
    """Try all of them, and add what came out."""
    for what, met, kept in (
        (
            "Kept answer beside an uncached one",
            same_as_uncached(server, path, cookies),
            "same status, headers, body",
        ),
        ("Another host, 50 times", refuses_other_hosts(server, path, cookies), "refused"),
        ("Undeclared visitor, 50 times", asks_the_undeclared(server, path, cookies), "asked who they are"),
    ):
        table.add(what, kept if met else f"NOT {kept}", kept, met=met)
    asked, shown = every_worker_shows(server, path, cookies, publish)
    table.add(
        "Next answers of both workers that show a published edit",
        f"{shown} of {asked}",
        f"{asked} of {asked}",
        met=shown == asked,
    )
