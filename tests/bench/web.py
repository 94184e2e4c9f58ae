"""What a whole registration costs the web server, beside Wagtail's own one-page form with mail."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from content.demo.filling import filled
from content.demo.pages import HtmlForm
from content.demo.registering import register
from tests.bench.identifiers import never_issued_numbers
from tests.bench.mail_sink import Sink
from tests.bench.peer.fields import form_data
from tests.bench.registrants import TimedBrowser, signed_in, the_answers
from tests.bench.tables import Table
from tests.processes import ROOT, Server, environment, free_port, gunicorn, running
from tests.stack import Stack, prepare, serving

ROUNDS = 5
PER_ROUND = 12


def one_page(url: str) -> float:
    """Fill in the peer's form once; return the milliseconds of page and POST together."""
    browser = TimedBrowser(url)
    page = browser.open("/")
    form: HtmlForm = next(form for form in page.forms if form.method == "post")
    after = browser.send(page, form, [*filled(form, {}), *form_data().items()])
    if after.status != 200 or after.title != "Thank you":
        raise RuntimeError(f"The peer answered {after.status}: {after.title}.")
    return sum(sum(times) for times in browser.taken.values())


def cpu_ms(server: Server, work: Callable[[], object], *, times: int) -> float:
    """Return the server's CPU milliseconds for one of `times` calls."""
    before = server.cpu_seconds()
    for _ in range(times):
        work()
    return (server.cpu_seconds() - before) * 1000 / times


def run() -> Table:
    """Measure both in interleaved rounds of one run."""
    table = Table(
        "Web requests of one registration, beside Wagtail's one-page form with mail",
        f"Medians of {ROUNDS} interleaved rounds of {PER_ROUND}; one gunicorn worker each, SQLite; "
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

    def whole() -> None:
        register(browser, form_slug="registration", answers=the_answers(next(numbers)), say=lambda _: None)

    pages: list[float] = []
    whole(), one_page(peer.url)
    browser.taken.clear()
    browser.requests = 0
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_ms(stack.web, whole, times=PER_ROUND))
        theirs.append(cpu_ms(peer, lambda: pages.append(one_page(peer.url)), times=PER_ROUND))
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    requests = browser.requests / (ROUNDS * PER_ROUND)
    submit = statistics.median(browser.taken["POST submit"])
    table.add(
        "CPU of a whole registration, web", f"{statistics.median(ours):.0f} ms ({requests:.0f} requests)"
    )
    table.add("CPU of Wagtail's one page with mail", f"{statistics.median(theirs):.0f} ms (2 requests)")
    table.add("Ratio", f"{ratio:.2f}", "at most 2.5", met=ratio <= 2.5)
    share = submit / statistics.median(pages)
    table.add("Final POST", f"{submit:.1f} ms")
    table.add("One page of Wagtail's, whole", f"{statistics.median(pages):.1f} ms")
    table.add("Final POST to that page", f"{share:.2f}", "at most 0.5", met=share <= 0.5)
    for name, times in sorted(_by_page(browser)):
        table.add(f"{name}, wall", f"{statistics.median(times):.1f} ms")


def _by_page(browser: TimedBrowser) -> Iterator[tuple[str, list[float]]]:
    for name, times in browser.taken.items():
        if len(times) >= ROUNDS * PER_ROUND // 2 and not name.startswith("GET KC"):
            yield name, times


def _background(table: Table, stack: Stack) -> None:
    """Report what the worker spends on the registrations that were measured."""
    assert stack.worker is not None
    before = stack.worker.cpu_seconds()
    expected = 2 * (ROUNDS * PER_ROUND + 1)
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and len(list(stack.inboxes.glob("*/*.pdf"))) < expected:
        time.sleep(0.5)
    spent = (stack.worker.cpu_seconds() - before) * 1000 / (ROUNDS * PER_ROUND + 1)
    table.add("CPU of the worker for one registration", f"{spent:.0f} ms (two PDFs, encrypted and delivered)")
