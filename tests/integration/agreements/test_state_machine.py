"""Random sequences of every action by every role: what holds after each step, whatever was tried.

No agreement is in force without both signatures and a seal that verifies, or two people's word for paper;
whoever is refused has changed nothing; the audit chain verifies. See machine/promises.py.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.agreeing import Parties
from tests.integration.agreements.machine.office import OfficeRules
from tests.integration.agreements.machine.promises import Promises
from tests.integration.agreements.machine.world import World, build_world

pytestmark = pytest.mark.django_db

QUICK = settings(
    max_examples=16,
    stateful_step_count=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
LONG = settings(QUICK, max_examples=50, stateful_step_count=60, derandomize=False)
# The long run takes as many rounds as it needs to have tried everything, within these.
LEAST_ROUNDS, MOST_ROUNDS = 3, 20
# A run in which these never happen would prove nothing.
REACHED = (
    "put out", "sign", "countersign", "claim", "seal: not sealed", "complete online", "attest", "terminate",
    "refused countersign", "refused consent", "refused claim", "refused issue", "refused name signatory",
)  # fmt: skip
REACHED_IN_LONG = (
    *REACHED, "confirm paper", "complete paper", "superseded", "carry over", "confirm carried", "decline",
    "withdraw", "void", "lapse", "remind", "remind overdue", "hand over", "renew", "amend", "repaper", "merge",
    "propose void", "confirm void", "drop void", "extend signing", "refused confirm void", "refused call off",
    "refused sign", "refused open link", "refused hand over", "refused confirm paper", "refused repaper",
)  # fmt: skip


class AgreementMachine(OfficeRules, Promises):
    """Every rule and every promise together."""


def test_no_sequence_of_actions_brings_an_agreement_into_force_unsigned(who: Parties, now: datetime) -> None:
    reached = run(build_world(who, now=now), QUICK)

    assert [what for what in REACHED if not reached[what]] == [], reached


@pytest.mark.long
def test_no_long_sequence_of_actions_brings_an_agreement_into_force_unsigned(
    who: Parties, now: datetime
) -> None:
    world, reached = build_world(who, now=now), Counter[str]()
    for number in range(1, MOST_ROUNDS + 1):
        reached += run(world, LONG)
        missed = [what for what in REACHED_IN_LONG if not reached[what]]
        # What docs/state-machine.md keeps; shown with -s.
        so_far = f"{sum(reached.values())} actions, not reached yet: {missed or 'nothing'}"
        sys.stdout.write(f"Round {number}: {so_far}\n")
        if number >= LEAST_ROUNDS and not missed:
            break

    sys.stdout.writelines(f"{what}: {times}\n" for what, times in sorted(reached.items()))
    assert missed == [], dict(reached)


def run(world: World, how: settings) -> Counter[str]:
    """Run the machine and return how often each thing was reached."""
    AgreementMachine.reached = Counter()
    run_state_machine_as_test(lambda: AgreementMachine(world), settings=how)
    return AgreementMachine.reached
