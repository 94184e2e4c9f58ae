"""What the register and the gate cost with 1,000 agreements and with 10,000."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.gate import AgreementGate
from directory.models import Organisation
from tests import builders
from tests.bench.database import open_database, own_database
from tests.bench.tables import Table
from tests.integration.agreements_register.rows import many
from tests.signing_in import SignedInClient, with_second_factor

# Seven agreements each: one per document, and two that are over.
SIZES = {"1,000": 143, "10,000": 1_429}
PARTNERS = (("sponsor", 1), ("nurse", 1), ("homecare", 3))
ROUNDS = 25
ALL = "Page of the register"
PAGES = {
    ALL: "",
    "… filtered by standing": "?standing=expiring",
    "… waiting longest first": "?sort=waiting",
}
GATE = "Gate: may this organisation send there?"
Work = Callable[[], None]
# A work at a size, what it took, and how many queries it asked.
Case = tuple[str, str]
Times, Queries = dict[Case, float], dict[Case, int]


def run() -> Table:
    """Ask for each page and for the gate at both sizes in turn."""
    table = Table(
        "The register of agreements",
        f"In process on SQLite; medians of CPU time over {ROUNDS} interleaved rounds. A page shows 50 organisations.",
    )
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as large:
        works = _prepared(Path(folder))
        files = dict(zip(SIZES, (f"{folder}/small.sqlite3", large), strict=True))
        _report(table, *_measured(works, files))
    return table


def _prepared(folder: Path) -> dict[str, Work]:
    """Fill the database, keep a copy of it when it has the smaller size, and return what is measured."""
    programme = builders.a_programme()
    partners = [
        builders.a_partner(programme, role=role, code=f"{role}-{number}")
        for role, several in PARTNERS
        for number in range(several)
    ]
    person = with_second_factor(builders.a_user(email="office@bench.invalid"))
    rights = ["access_admin", "view_agreement", "manage_agreement"]
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = SignedInClient()
    client.force_login(person)
    few, all_ = SIZES.values()
    many(programme, organisations=few, partners=partners, by=person, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "small.sqlite3")])
    organisation, index = Organisation.objects.latest("ods_code"), reverse("agreement_register:index")
    many(programme, organisations=all_ - few, partners=partners, by=person, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    gate, today = AgreementGate(), timezone.localdate()

    def ask() -> None:
        gate.may_send(organisation=organisation, partner=partners[-1], on=today)

    return {**{what: _page(client, index + query) for what, query in PAGES.items()}, GATE: ask}


def _page(client: Client, address: str) -> Work:
    def get() -> None:
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer.")

    return get


def _measured(works: dict[str, Work], files: dict[str, str]) -> tuple[Times, Queries]:
    """Return the median CPU time in ms and the number of queries of each work at each size."""
    taken: dict[Case, list[float]] = {(what, size): [] for what in works for size in files}
    queries: Queries = {}
    for _ in range(ROUNDS):
        for size, file in files.items():
            open_database(file)
            for what, work in works.items():
                # The first one after a file is opened fills SQLite's cache.
                with CaptureQueriesContext(connection) as captured:
                    work()
                queries[what, size] = len(captured)
                start = time.process_time()
                work()
                taken[what, size].append((time.process_time() - start) * 1000)
    return {case: statistics.median(one) for case, one in taken.items()}, queries


def _report(table: Table, times: Times, queries: Queries) -> None:
    small, large = SIZES
    for what in (*PAGES, GATE):
        for size in SIZES:
            table.add(
                f"{what}, {size} agreements", f"{queries[what, size]} queries, {times[what, size]:.1f} ms"
            )
        if what == GATE:
            most = max(queries[what, size] for size in SIZES)
            table.add("Gate: queries", str(most), "at most 2", met=most <= 2)
            continue
        same = queries[what, small] == queries[what, large]
        table.add(f"{what}: queries", "the same" if same else "more", "the same", met=same)
        ratio = times[what, large] / times[what, small]
        table.add(f"{what}: 10,000 to 1,000", f"{ratio:.2f}", "at most 1.5", met=ratio <= 1.5)
