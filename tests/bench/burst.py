"""A burst on PostgreSQL, open loop, with the partners' mail server refusing for half of it."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import Counter
from pathlib import Path

from tests.bench.load import Answer, open_loop, quantile
from tests.bench.mail_sink import Sink
from tests.bench.prepared import (
    first_registration,
    posts_of,
    refused,
    rows,
    use_smtp,
    wait_until_settled,
)
from tests.bench.tables import Table
from tests.postgres import private_cluster
from tests.stack import Stack, prepare, serving

PER_SECOND = 50
SECONDS = int(os.environ.get("BENCH_BURST_SECONDS", "30"))
WEB_WORKERS = 3
MOST_SECONDS_TO_DRAIN = 900


def run() -> Table:
    """Send prepared drafts on the clock, then wait until every leg is sent."""
    table = Table(
        "Burst on PostgreSQL",
        f"{PER_SECOND} submits a second for {SECONDS} s, open loop, from prepared drafts; the partners' mail "
        f"server refuses for the first half. {WEB_WORKERS} gunicorn workers and one routing worker; the load, "
        "the mail server and PostgreSQL run on the same cores. Times count from when a request was due.",
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        private_cluster() as url,
        Sink(Path(folder)) as sink,
    ):
        var = Path(folder)
        env = prepare(
            var,
            DATABASE_URL=url,
            BENCH_SMTP_PORT=str(sink.port),
            SSL_CERT_FILE=str(var / "authority.pem"),
            LOG_LEVEL="WARNING",
        )
        env["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        with serving(var, env, web_workers=WEB_WORKERS) as stack:
            use_smtp(stack)
            first_registration(stack)
            wait_until_settled(stack, seconds=60)
            _burst(table, stack, sink)
    return table


def _burst(table: Table, stack: Stack, sink: Sink) -> None:
    posts = posts_of(stack, PER_SECOND * SECONDS)
    before, cpu = len(sink.received), stack.web.cpu_seconds()
    sink.refusing = True
    timer = threading.Timer(SECONDS / 2, lambda: setattr(sink, "refusing", False))
    timer.start()
    answers = open_loop(stack.web.port, posts, per_second=PER_SECOND)
    timer.join()
    web = (stack.web.cpu_seconds() - cpu) * 1000 / len(posts)
    refusals = sink.refused
    drained = wait_until_settled(stack, seconds=MOST_SECONDS_TO_DRAIN)
    _accepted(table, answers, web)
    _delivered(table, stack, sink, expected=len(posts))
    table.add("Mails refused during the burst", str(refusals), "some", met=refusals > 0)
    table.add("Mails taken, submitters' included", str(len(sink.received) - before))
    table.add(
        "Drained after the burst", f"{drained:.0f} s ({2 * len(posts) / (drained + SECONDS):.1f} legs/s)"
    )


def _accepted(table: Table, answers: list[Answer], web: float) -> None:
    bad = refused(answers)
    statuses = Counter(answer.status for answer in bad)
    worst = ", ".join(f"{count} times {status or 'no answer'}" for status, count in statuses.items())
    table.add("Accepted", f"{len(answers) - len(bad)} of {len(answers)}", "every one", met=not bad)
    broken = sum(count for status, count in statuses.items() if status == 0 or status >= 500)
    table.add("No answer, or 5xx", worst or "0", "none", met=not broken)
    seconds = [answer.seconds * 1000 for answer in answers]
    table.add("Submit, p50", f"{quantile(seconds, 0.5):.0f} ms")
    table.add("Submit, p99", f"{quantile(seconds, 0.99):.0f} ms")
    table.add("CPU of one submit, web", f"{web:.1f} ms")


def _delivered(table: Table, stack: Stack, sink: Sink, *, expected: int) -> None:
    submissions = int(rows(stack, "select count(*) from form_submissions_submission")[0][0]) - 1
    legs = rows(stack, "select id, state from form_routing_delivery")
    sent = [leg for leg, state in legs if state == "sent"]
    by_leg = {name.strip("<>").partition("@")[0]: count for name, count in sink.received.items()}
    lost = [leg for leg, _ in legs if str(leg) not in by_leg]
    twice = [leg for leg, _ in legs if by_leg.get(str(leg), 0) > 1]
    table.add("Submissions stored", str(submissions), str(expected), met=submissions == expected)
    whole = len(sent) == len(legs) == 2 * (expected + 1)
    table.add("Legs sent", f"{len(sent)} of {len(legs)}", f"{2 * (expected + 1)}", met=whole)
    table.add("Legs lost", str(len(lost)), "0", met=not lost)
    table.add("Legs that arrived twice", str(len(twice)), "0", met=not twice)
