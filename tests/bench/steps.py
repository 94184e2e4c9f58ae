"""What saving one page costs in forms of several sizes: queries and milliseconds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.demo.pages import read_page
from forms.definitions import kinds
from forms.definitions.kinds import FormKind
from forms.definitions.models import Form
from forms.definitions.spec import StepSpec
from forms.submissions.services import start_draft
from tests import builders
from tests.bench.database import own_database
from tests.bench.tables import Table, interleaved_ms
from tests.integration.submissions.conftest import NURSE, TEAM, a_field, a_spec, a_version
from tests.signing_in import SignedInClient

STEPS, FIELDS = (5, 20, 40), (3, 10, 20)
ROUNDS = 15


class BenchKind(FormKind):
    """A kind without rules."""

    key = "bench"
    label = "Bench"
    audiences = (NURSE, TEAM)


def run() -> Table:
    """Post the middle page of each form, all pages before it answered."""
    table = Table(
        "Saving one page",
        f"One POST of the middle page, in process on SQLite; medians of {ROUNDS} interleaved rounds.",
    )
    with tempfile.TemporaryDirectory() as folder:
        kinds.register(BenchKind())
        with own_database(Path(folder)):
            _measure(table)
    return table


def _measure(table: Table) -> None:
    posts = {(steps, fields): _post(steps, fields) for steps in STEPS for fields in FIELDS}
    queries = {}
    for size, post in posts.items():
        post()
        with CaptureQueriesContext(connection) as captured:
            post()
        queries[size] = len(captured)
    times = interleaved_ms({f"{size}": post for size, post in posts.items()}, rounds=ROUNDS)
    for (steps, fields), count in queries.items():
        what = f"{steps} pages of {fields} questions"
        table.add(what, f"{count} queries, {times[str((steps, fields))]:.1f} ms")
    counts = set(queries.values())
    figure = f"{min(counts)} to {max(counts)}" if len(counts) > 1 else f"{counts.pop()} in every form"
    table.add("Queries", figure, "constant", met=figure.endswith("form"))


def _post(steps: int, fields: int) -> Callable[[], object]:
    now = timezone.now()
    code = f"s{steps}f{fields}"
    programme = _programme()
    organisation = programme.organisations.get()
    member = builders.a_member(organisation, now=now, email=f"{code}@bench.invalid")
    pages = tuple(
        StepSpec(f"step{step}", f"Page {step}", fields=tuple(
            a_field(f"s{step}f{number}", "short_text", required=False) for number in range(fields)))
        for step in range(steps)
    )  # fmt: skip
    spec = a_spec(kind="bench", steps=pages, audiences=(NURSE, TEAM), routes=())
    form = Form.objects.create(programme=programme, title=code, slug=code, kind="bench", live=True)
    version = a_version(form, spec, by=member, now=now)
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    client = SignedInClient()
    client.force_login(member)
    for step in pages[: steps // 2]:
        client.post(_url(draft.pk, step), {"revision": "0", "page": "bench-page-0"})
    middle = pages[steps // 2]
    answers = {one.key: "An answer" for one in middle.fields}

    def post() -> None:
        answer = client.post(_url(draft.pk, middle), {**answers, "revision": "999", "page": "bench-page-1"})
        if answer.status_code != 302:
            raise RuntimeError(read_page("", answer.status_code, answer.content.decode()).complaints)

    return post


def _programme() -> builders.Programme:
    if found := builders.Programme.objects.first():
        return found
    programme = builders.a_programme()
    builders.an_organisation(programme)
    return programme


def _url(draft_id: object, step: StepSpec) -> str:
    return reverse("submissions:step", args=[draft_id, step.key])
