"""Rules: from the issue of an agreement to its last signature and its seal, by whoever tries."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.issuing import issue
from agreements.services.signatories import hand_over
from tests.integration.agreements.machine.actions import Actions
from tests.integration.agreements.machine.base import RIGHT, actors, which
from tests.integration.agreements.machine.world import HARBOUR, MARRAM, OFFICE, SIGNATORIES, TEAMS

kinds = st.sampled_from((Kind.SLA, Kind.OFFER))
Stage = Agreement.Stage


class SigningRules(Actions):
    @initialize(leaps=st.tuples(st.integers(0, 4), st.integers(0, 4)))
    def begin_on_the_way(self, leaps: tuple[int, int]) -> None:
        """Begin with two agreements somewhere on their way, or complete."""
        for kind, count in zip((Kind.OFFER, Kind.SLA), leaps, strict=True):
            self.issue(where=HARBOUR, kind=kind, actor=RIGHT)
            self.go_on(number=0, leaps=count)

    @rule(where=st.sampled_from((HARBOUR, HARBOUR, MARRAM)), kind=kinds, actor=actors)
    def issue(self, where: str, kind: Kind, actor: str) -> None:
        by = TEAMS[where][0] if actor == RIGHT else actor
        self.attempt(
            "issue",
            lambda: issue(
                organisation=self.world.organisation(where),
                kind=kind,
                partner=self.world.who.partner(kind),
                by=self.world.person(by),
                now=self.now,
            ),
            by=by,
            may=(*TEAMS[where], *OFFICE),
        )

    @rule(number=which, actor=actors)
    def prepare(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.DRAFT):
            self.begin(agreement, self.team(agreement)[0] if actor == RIGHT else actor)

    @rule(number=which, actor=actors)
    def put_out(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.DRAFT):
            self.send(agreement, actor)

    @rule(number=which, actor=actors, person=actors)
    def name_signatory(self, number: int, actor: str, person: str) -> None:
        if agreement := self.agreement(number, Stage.OUT):
            by = self.team(agreement)[0] if actor == RIGHT else actor
            where = self.world.name_of(agreement.organisation_id)
            self.name(agreement, by, SIGNATORIES[where][0] if person == RIGHT else person)

    @rule(number=which, actor=actors, link=st.sampled_from(("latest", "latest", "first", "guessed", "cut")))
    def open_link(self, number: int, actor: str, link: str) -> None:
        if (agreement := self.agreement(number, Stage.OUT)) and (request := self.request_of(agreement)):
            if link == "first":
                request = agreement.requests.order_by("created_at")[0]
            token = {"guessed": "guess", "cut": self.token(request)[:-1]}.get(link, self.token(request))
            by = self.asked(request) if actor == RIGHT else actor
            self.follow_link(token, by, may=[self.asked(request)] if link in ("latest", "first") else [])

    @rule(number=which, actor=actors, to=st.sampled_from(("second_signatory", "signatory", "stranger")))
    def hand_over(self, number: int, actor: str, to: str) -> None:
        if (agreement := self.waiting(number)) and (request := self.request_of(agreement)):
            by, colleague = self.opened_by(request, actor), self.world.person(to)
            self.attempt(
                "hand over",
                lambda: hand_over(
                    request=request, name=colleague.name, job_title="Director", email=colleague.email,
                    reason="Not within my authority.", by=self.world.person(by), now=self.now,
                ),
                by=by,
                may=[self.asked(request)],
            )  # fmt: skip

    @rule(
        number=which, actor=actors, stage=st.sampled_from((Stage.OUT, Stage.SIGNED)), step=st.integers(0, 2)
    )
    def go_a_step(self, number: int, actor: str, stage: str, step: int) -> None:
        if agreement := self.agreement(number, stage):
            self.step(agreement, actor, step)

    @rule(
        number=which,
        actor=actors,
        stage=st.sampled_from((Stage.OUT, Stage.SIGNED)),
        prepared=st.booleans(),
        proof=st.sampled_from(("fresh", "fresh", "before the consent", "none")),
        page=st.sampled_from(("shown", "shown", "changed")),
    )
    def sign(self, number: int, actor: str, stage: str, prepared: bool, proof: str, page: str) -> None:
        if agreement := self.agreement(number, stage):
            for step in range(3) if prepared else ():
                self.step(agreement, RIGHT, step)
            self.give(agreement, actor, proof, page)

    @rule(number=which, actor=actors)
    def claim(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.SIGNED):
            self.take(agreement, self.company(agreement) if actor == RIGHT else actor)

    @rule(number=which, works=st.booleans())
    def seal(self, number: int, works: bool) -> None:
        if agreement := self.agreement(number, Stage.COUNTERSIGNED):
            self.sealed(agreement, works=works)

    @rule(number=which, leaps=st.integers(1, 4))
    def go_on(self, number: int, leaps: int) -> None:
        """Do the next thing as it should be done, so that random sequences come far enough."""
        if agreement := self.agreement(number):
            for _ in range(leaps):
                agreement.refresh_from_db()
                self.leap(agreement)
