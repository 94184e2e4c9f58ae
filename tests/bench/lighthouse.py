"""Lighthouse's scores of the pages that most readers see."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from content.demo.browser import Browser
from content.demo.filling import filled
from tests.bench.answers import ask, declared
from tests.bench.deploying import deployed
from tests.bench.identifiers import never_issued_numbers
from tests.bench.lighthouse_tool import CATEGORIES, Report, audited, installed
from tests.bench.registrants import signed_in, the_answers
from tests.bench.tables import Table
from tests.stack import Stack

ROUNDS = int(os.environ.get("BENCH_LIGHTHOUSE_ROUNDS", "5"))
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100}
PAGES = {"Home": "/", "Programme": "/programme/", "Touchpoints": "/touchpoints/"}


def run() -> Table:
    """Audit each page in interleaved rounds."""
    table = Table(
        "Lighthouse",
        f"Medians of {ROUNDS} interleaved runs of Lighthouse in Chromium with its own settings: a mid-range phone "
        "on a slow mobile network, an empty cache. A declared professional; the form step is signed in.",
    )
    command = installed()
    with tempfile.TemporaryDirectory() as folder, deployed(Path(folder)) as stack:
        targets = _targets(stack)
        reports: dict[str, list[Report]] = {name: [] for name in targets}
        for _ in range(ROUNDS):
            for name, (path, cookies) in targets.items():
                _warm(stack, path, cookies)
                one = audited(command, f"{stack.url}{path}", cookies=cookies, folder=Path(folder))
                reports[name].append(one)
                for what in one.found:
                    sys.stderr.write(f"{name}: {', '.join(what)}\n")
    for name, found in reports.items():
        for category in CATEGORIES:
            score = statistics.median(one.scores[category] for one in found)
            least = LEAST[category]
            words = f"at least {least}" if least < 100 else str(least)
            table.add(f"{name}, {category.replace('-', ' ')}", f"{score:g}", words, met=score >= least)
    return table


def _targets(stack: Stack) -> dict[str, tuple[str, str]]:
    """Return the path and the cookies of each page."""
    browser = signed_in(stack)
    session = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    declaration = declared(stack.web)
    return {
        **{name: (path, declaration) for name, path in PAGES.items()},
        "Form step": (first_step(browser), session),
    }


def first_step(browser: Browser) -> str:
    """Start a registration; return the path of its first step."""
    page = browser.open("/registrations/start/registration/")
    form = page.form_with(button="Start")
    if form is None:
        raise RuntimeError(f"{page.title} starts no registration.")
    answers = the_answers(next(never_issued_numbers()))
    return urlsplit(browser.send(page, form, filled(form, answers)).url).path


def _warm(stack: Stack, path: str, cookies: str) -> None:
    for _ in range(10):
        ask(stack.web, path, cookies=cookies)
