"""kill -9 of web and worker at random moments: what was accepted arrives, all of it, once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import islice
from uuid import uuid4

import pytest

from tests.bench.identifiers import never_issued_numbers
from tests.faults.product import evidence
from tests.faults.product.killer import VICTIMS, Killer
from tests.faults.product.people import TEAM, Team, signed_in
from tests.faults.product.running import WEB, WORKER, Product
from tests.integration.audit import tampering

pytestmark = pytest.mark.faults


def _register_under_fire(product: Product, killer: Killer, count: int) -> Team:
    """Register `count` patients through every page of the form while processes are killed."""
    team = _team(product, killer.form_leaves)
    killer.start()
    try:
        team.register(islice(never_issued_numbers(), count))
    finally:
        killer.stop()
    return team


def _team(product: Product, before_submit: Callable[[], object]) -> Team:
    """Start the product and sign its people in."""
    product.start(WEB)
    product.start(WORKER)
    product.wait_for_web()
    return Team(signed_in(product.url, email, before_submit=before_submit) for email in TEAM)


def _assert_nothing_lost_nothing_doubled(product: Product, team: Team, count: int) -> None:
    assert len(team.accepted) == count
    evidence.wait_until_all_sent(count)
    product.stop()
    evidence.assert_each_accepted_is_one_submission(team.accepted)
    evidence.assert_each_submission_has_its_legs_sent()
    evidence.assert_each_inbox_holds_one_pdf_per_leg(product.inboxes)
    evidence.assert_each_pdf_is_about_its_patient(product.inboxes, team.accepted)
    evidence.assert_no_draft_was_lost(set().union(*(browser.drafts for browser in team.browsers)))
    evidence.assert_the_trail_is_whole()
    assert [error for browser in team.browsers for error in browser.errors] == []


def _report(team: Team, killer: Killer) -> str:
    kills = ", ".join(f"{victim} {killer.killed[victim]} times" for victim in VICTIMS)
    repeated = sum(browser.repeated for browser in team.browsers)
    return f"{len(team.accepted)} registrations; killed: {kills}; {repeated} requests sent again"


def test_what_was_accepted_arrives_once_though_web_and_worker_are_killed(product: Product) -> None:
    killer = Killer(product, seed=1)

    team = _register_under_fire(product, killer, 30)

    assert set(killer.killed) == set(VICTIMS), "the test killed too little to show anything"
    _assert_nothing_lost_nothing_doubled(product, team, 30)


@pytest.mark.long
def test_what_was_accepted_arrives_once_over_many_registrations(
    product: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    killer = Killer(product, seed=2)

    team = _register_under_fire(product, killer, 300)

    with capsys.disabled():
        print(f"\n{_report(team, killer)}")  # noqa: T201 - what docs/faults.md quotes
    _assert_nothing_lost_nothing_doubled(product, team, 300)


def test_the_evidence_notices_what_is_lost_or_doubled(product: Product) -> None:
    team = _team(product, before_submit=lambda: None)
    team.register(islice(never_issued_numbers(), 2))
    _assert_nothing_lost_nothing_doubled(product, team, 2)
    pdf = next((product.inboxes / "sciensus").iterdir())

    shutil.copy(pdf, pdf.with_name("again.pdf"))
    with pytest.raises(AssertionError):
        evidence.assert_each_inbox_holds_one_pdf_per_leg(product.inboxes)
    pdf.with_name("again.pdf").replace(pdf)
    evidence.assert_each_inbox_holds_one_pdf_per_leg(product.inboxes)
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    with pytest.raises(AssertionError):
        evidence.assert_each_inbox_holds_one_pdf_per_leg(product.inboxes)
    with pytest.raises(AssertionError):
        evidence.assert_each_accepted_is_one_submission({**team.accepted, "9990000018x": "KC-0000-0000-0"})
    with pytest.raises(AssertionError):
        evidence.assert_no_draft_was_lost({str(uuid4())})
    tampering.events(action="delivery.sent").update(action="delivery.lost")
    with pytest.raises(AssertionError):
        evidence.assert_each_submission_has_its_legs_sent()
    with pytest.raises(AssertionError):
        evidence.assert_the_trail_is_whole()
