"""The machine's clock, its choices, and the promise that a refused action changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from agreements.kinds import Kind
from agreements.models import Agreement, Notice, SigningRequest
from agreements.refusals import AgreementRefused
from agreements.services.links import LinkForSomeoneElse
from forms.definitions.kinds import SubmissionRefused
from forms.submissions.services.drafts import DraftClosed, NotTheOwner
from forms.submissions.services.handing_over import NotAColleague
from forms.submissions.services.submitting import AnswersInvalid
from tests.agreeing import ROLES
from tests.integration.agreements.machine.world import (
    OFFICE,
    PEOPLE,
    SIGNATORIES,
    TEAMS,
    World,
    rows_digest,
    trail_digest,
)

T = TypeVar("T")
REFUSALS = (AgreementRefused, SubmissionRefused, DraftClosed, NotAColleague, NotTheOwner, AnswersInvalid)
RIGHT = "whoever it is for"
# Half of all tries are made by the right person, or nothing would ever be signed.
actors = st.one_of(st.just(RIGHT), st.sampled_from(PEOPLE))
which = st.integers(0, 3)
days = st.sampled_from((0, 1, 2, 6, 31, 100, 400, 1200))


class Machine(RuleBasedStateMachine):
    """Every example runs in a savepoint of its own, which its end rolls back."""

    reached: Counter[str] = Counter()

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.now = world, world.start
        self.gone: set[str] = set()
        self.papers = self.steps = 0
        self.merged = False
        self.verified: set[str] = set()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(
        self, what: str, action: Callable[[], T], *, by: str = "", may: Iterable[str] | None = None
    ) -> T | None:
        """Try an action; whoever is refused has changed nothing, and nobody but `may` succeeds."""
        self.now += timedelta(minutes=1)
        self.steps += 1
        rows, trail = rows_digest(), trail_digest()
        refusal: Exception | None = None
        try:
            done = action()
        except REFUSALS as error:
            refusal = error
        if refusal is not None:
            assert rows_digest() == rows, f"{what} was refused and changed rows: {refusal}"
            # That somebody tried another person's link is itself an event.
            if not isinstance(refusal, LinkForSomeoneElse):
                assert trail_digest() == trail, f"{what} was refused and recorded: {refusal}"
            self.reached[f"refused {what}"] += 1
            return None
        assert may is None or by in set(may) - self.gone, f"{what} was done by {by}"
        self.reached[what] += 1
        return done

    def agreement(self, number: int, stage: str = "") -> Agreement | None:
        """Choose an agreement, the newest first, of a stage if there is any."""
        found = list(Agreement.objects.order_by("-issued_at", "reference"))
        found = [one for one in found if one.stage == stage] or found
        return found[number % len(found)] if found else None

    def request_of(self, agreement: Agreement) -> SigningRequest | None:
        """Return the newest request to sign, whatever became of it."""
        return agreement.requests.order_by("-created_at").first()

    def team(self, agreement: Agreement) -> tuple[str, ...]:
        return TEAMS[self.world.name_of(agreement.organisation_id)]

    def signers(self, agreement: Agreement) -> tuple[str, ...]:
        name = self.world.name_of(agreement.organisation_id)
        return tuple({*TEAMS[name], *SIGNATORIES[name]})

    def company(self, agreement: Agreement) -> str:
        return ROLES[Kind(agreement.kind)]

    def leaders(self, agreement: Agreement) -> tuple[str, ...]:
        return (*self.team(agreement), *OFFICE)

    def asked(self, request: SigningRequest | None) -> str:
        """Return the short name of the person who is to act on a request."""
        if request is None:
            return "signatory"
        for name in PEOPLE:
            person = self.world.person(name)
            if person.pk == request.person_id or (
                request.person_id is None and person.email == request.email
            ):
                return name
        return self.company(request.agreement)

    def token(self, request: SigningRequest) -> str:
        """Return the token of the latest mail about a request."""
        for notice in Notice.objects.filter(request=request).order_by("-created_at"):
            if notice.tokens and "sign" in notice.tokens:
                token: str = notice.tokens["sign"]
                return token
        return "none"
