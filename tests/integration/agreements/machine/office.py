"""Rules: what the programme office alone does with an agreement that others wait for or rely on."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import rule

from agreements.models import Agreement
from agreements.services.following import call_off_repapering
from agreements.services.preparing import extend_signing
from agreements.services.voiding import confirm_void, drop_void, void_attested
from tests.integration.agreements.machine.base import RIGHT, actors, days, which
from tests.integration.agreements.machine.life import LifeRules
from tests.integration.agreements.machine.world import OFFICE

Stage = Agreement.Stage
deeds = st.sampled_from(
    ("propose", "propose and answer", "propose and answer", "answer", "extend", "call off")
)


class OfficeRules(LifeRules):
    # One rule for all of them: each rule of its own would make the others rarer.
    @rule(deed=deeds, number=which, actor=actors, more=days)
    def office(self, deed: str, number: int, actor: str, more: int) -> None:
        if deed == "propose":
            self.propose_to_void(number, actor, sealed=more < 6)
        elif deed == "propose and answer":
            self.propose_to_void(number, RIGHT, sealed=self.has_paper())
            self.answer_the_proposal(0, actor, agreeing=more < 31)
        elif deed == "answer":
            self.answer_the_proposal(number, actor, agreeing=more < 100)
        elif deed == "extend":
            self.extend_signing(number, actor, more)
        else:
            self.call_off_repapering(number, actor)

    def has_paper(self) -> bool:
        return self._attested().exists()

    def paper(self, number: int) -> Agreement | None:
        """Choose what two people attested and confirmed: what was sealed here is never voided."""
        found = list(self._attested().order_by("-issued_at", "reference"))
        return found[number % len(found)] if found else self.agreement(number, Stage.COMPLETE)

    def _attested(self) -> QuerySet[Agreement]:
        return Agreement.objects.filter(stage=Stage.COMPLETE).exclude(medium=Agreement.Medium.ONLINE)

    def propose_to_void(self, number: int, actor: str, *, sealed: bool) -> None:
        if agreement := self.paper(number) if sealed else self.agreement(number, Stage.COUNTERSIGNED):
            by = OFFICE[0] if actor == RIGHT else actor
            self.attempt(
                "propose void",
                lambda: void_attested(
                    agreement=agreement, reason="A wrong scan.", by=self.world.person(by), now=self.now
                ),
                by=by,
                may=OFFICE,
            )

    def answer_the_proposal(self, number: int, actor: str, *, agreeing: bool) -> None:
        found = Agreement.objects.filter(void_requested_by__isnull=False).order_by("reference")
        # What is voided keeps the name of who proposed it: open proposals come first.
        proposed = list(found.exclude(stage=Stage.VOIDED)) or list(found)
        if not proposed:
            return
        agreement, service = proposed[number % len(proposed)], confirm_void if agreeing else drop_void
        others = [name for name in OFFICE if self.world.ids[name] != agreement.void_requested_by_id]
        by = others[0] if actor == RIGHT else actor
        self.attempt(
            service.__name__.replace("_", " "),
            lambda: service(agreement=agreement, by=self.world.person(by), now=self.now),
            by=by,
            may=others if agreeing else OFFICE,
        )

    def extend_signing(self, number: int, actor: str, more: int) -> None:
        if agreement := self.agreement(number, Stage.OUT):
            by, last = OFFICE[0] if actor == RIGHT else actor, self.now.date() + timedelta(more)
            self.attempt(
                "extend signing",
                lambda: extend_signing(
                    agreement=agreement, sign_by=last, by=self.world.person(by), now=self.now
                ),
                by=by,
                may=OFFICE,
            )

    def call_off_repapering(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.COMPLETE):
            by = OFFICE[0] if actor == RIGHT else actor
            self.attempt(
                "call off",
                lambda: call_off_repapering(agreement=agreement, by=self.world.person(by), now=self.now),
                by=by,
                may=OFFICE,
            )
