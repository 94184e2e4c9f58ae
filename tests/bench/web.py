"""What a whole registration costs the web server, beside Wagtail's own one-page form with mail."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from content.demo.filling import filled
from content.demo.pages import HtmlForm
from content.demo.registering import register
from tests.bench.identifiers import never_issued_numbers
from tests.bench.mail_sink import Sink
from tests.bench.peer.fields import form_data
from tests.bench.prepared import inbox_sizes
from tests.bench.registrants import Cost, TimedBrowser, signed_in, the_answers
from tests.bench.tables import Table
from tests.processes import ROOT, Server, environment, free_port, gunicorn, running
from tests.stack import Stack, prepare, serving

ROUNDS = int(os.environ.get("BENCH_WEB_ROUNDS", "40"))
WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Whole:
    """One registration, or one page of the peer's: CPU of what is compared, CPU of the rest, final POST."""

    compared: float
    around: float
    last_post: float


def one_registration(browser: TimedBrowser, number: str) -> Whole:
    """Register a patient page by page. Compared are the pages of the draft: every step, check and submit."""
    browser.costs.clear()
    register(browser, form_slug="registration", answers=the_answers(number), say=lambda _: None)
    draft = [one for one in browser.costs if "/draft/" in one[1]]
    total = sum(cost.cpu for _, _, cost in browser.costs)
    compared = sum(cost.cpu for _, _, cost in draft)
    return Whole(compared, total - compared, draft[-1][2].wall)


def one_page(peer: Server) -> Whole:
    """Fill in the peer's form once, page and POST together."""
    browser = TimedBrowser(peer.url, peer)
    page = browser.open("/")
    form: HtmlForm = next(form for form in page.forms if form.method == "post")
    after = browser.send(page, form, [*filled(form, {}), *form_data().items()])
    if after.status != 200 or after.title != "Thank you":
        raise RuntimeError(f"The peer answered {after.status}: {after.title}.")
    costs = [cost for _, _, cost in browser.costs]
    return Whole(sum(cost.cpu for cost in costs), 0, sum(cost.wall for cost in costs))


def run() -> Table:
    """Measure both in interleaved rounds of one run."""
    table = Table(
        "Web requests of one registration, beside Wagtail's one-page form with mail",
        f"Medians of {ROUNDS} interleaved registrations; one gunicorn worker each, SQLite; "
        "rendering and sending happen in the worker and are reported apart.",
    )
    with tempfile.TemporaryDirectory() as folder, Sink() as sink:
        var, peer_var = Path(folder) / "ours", Path(folder) / "peer"
        var.mkdir()
        peer_var.mkdir()
        peer_env = environment(PEER_VAR=str(peer_var), PEER_SMTP_PORT=str(sink.port))
        subprocess.run([sys.executable, "-m", "tests.bench.peer.build"], cwd=ROOT, env=peer_env, check=True)
        port = free_port()
        env = prepare(var)
        with (
            running(
                gunicorn("tests.bench.peer.wsgi", port=port), env=peer_env, port=port, log=peer_var / "log"
            ) as peer,
            serving(var, env, web_workers=1, with_worker=False) as stack,
        ):
            _measure(table, stack, peer)
        with serving(var, env, web_workers=1) as stack:
            _background(table, stack)
    return table


def _measure(table: Table, stack: Stack, peer: Server) -> None:
    browser, numbers = signed_in(stack), never_issued_numbers()
    pages: dict[str, list[Cost]] = {}
    ours, theirs = [], []
    for number in range(WARM_UP + ROUNDS):
        mine, other = one_registration(browser, next(numbers)), one_page(peer)
        if number >= WARM_UP:
            ours.append(mine)
            theirs.append(other)
            for method, path, cost in browser.costs:
                pages.setdefault(_page_name(method, path), []).append(cost)
    requests = sum("/draft/" in path for _, path, _ in browser.costs)
    _compare(table, ours, theirs, requests)
    for name, costs in pages.items():
        cpu, wall = (statistics.median(getattr(cost, one) for cost in costs) for one in ("cpu", "wall"))
        table.add(name, f"{cpu:.1f} ms CPU, {wall:.1f} ms")


def _compare(table: Table, ours: list[Whole], theirs: list[Whole], requests: int) -> None:
    ratio = statistics.median(one.compared / other.compared for one, other in zip(ours, theirs, strict=True))
    share = statistics.median(
        one.last_post / other.last_post for one, other in zip(ours, theirs, strict=True)
    )
    compared, around, last = (_median(ours, name) for name in ("compared", "around", "last_post"))
    table.add("Every step's GET and POST, check, submit: CPU", f"{compared:.0f} ms ({requests} requests)")
    table.add("Wagtail's one page with mail: CPU", f"{_median(theirs, 'compared'):.0f} ms (2 requests)")
    table.add("Ratio", f"{ratio:.2f}", "at most 2.5", met=ratio <= 2.5)
    table.add("Besides: start pages and confirmation, CPU", f"{around:.0f} ms (3 requests)")
    table.add("Final POST", f"{last:.1f} ms")
    table.add("Wagtail's one page, GET and POST", f"{_median(theirs, 'last_post'):.1f} ms")
    table.add("Final POST to that page", f"{share:.2f}", "at most 0.5", met=share <= 0.5)


def _median(wholes: list[Whole], name: str) -> float:
    return statistics.median(getattr(one, name) for one in wholes)


def _page_name(method: str, path: str) -> str:
    last = path.rstrip("/").rpartition("/")[2]
    if "/start/" in path:
        return f"{method} start"
    return f"{method} {last if '/draft/' in path else 'confirmation'}"


def _background(table: Table, stack: Stack) -> None:
    """Report what the worker spends on the registrations that were measured."""
    assert stack.worker is not None
    before = stack.worker.cpu_seconds()
    registrations = ROUNDS + WARM_UP
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and inbox_sizes(stack) < 2 * registrations:
        time.sleep(0.5)
    spent = (stack.worker.cpu_seconds() - before) * 1000 / registrations
    table.add("CPU of the worker for one registration", f"{spent:.0f} ms (two PDFs, encrypted and delivered)")
