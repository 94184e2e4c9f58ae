"""Rules: how agreements end, follow one another and come from paper, and what happens around them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import Membership
from accounts.services import end_membership, start_membership
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.attesting import PaperFacts, attest_paper, carry_over
from agreements.services.closing import decline, lapse_overdue, void, withdraw
from agreements.services.following import affected_by, amend, renew, repaper
from agreements.services.reminding import remind, remind_overdue
from agreements.services.terminating import request_termination
from agreements.standing import in_force, last_day_of
from directory.models import Organisation
from tests.agreeing import approved_text
from tests.integration.agreements.machine.base import RIGHT, actors, days, which
from tests.integration.agreements.machine.signing import SigningRules
from tests.integration.agreements.machine.world import HARBOUR, MARRAM, OFFICE, TEAMS

Stage = Agreement.Stage
DAYS_BEFORE = 21
reasons = st.sampled_from(("No longer wanted.", "No longer wanted.", "  "))
wheres = st.sampled_from((HARBOUR, HARBOUR, MARRAM))


class LifeRules(SigningRules):
    @rule(
        number=which,
        actor=actors,
        how=st.sampled_from(("withdraw", "void", "decline", "decline", "decline")),
        reason=reasons,
    )
    def end(self, number: int, actor: str, how: str, reason: str) -> None:
        # Only what is out can be declined: chosen among all, it hardly ever would be.
        agreement = self.waiting(number) if how == "decline" else self.agreement(number)
        if agreement is None:
            return
        request, leaders = self.request_of(agreement), self.leaders(agreement)
        if how == "decline":
            if request is not None:
                by = self.opened_by(request, actor)
                person, may = self.world.person(by), [self.asked(request)]
                self.attempt(
                    how,
                    lambda: decline(request=request, reason=reason, by=person, now=self.now),
                    by=by,
                    may=may,
                )
            return
        by = leaders[0] if actor == RIGHT and how == "withdraw" else "office" if actor == RIGHT else actor
        service, may = (withdraw, leaders) if how == "withdraw" else (void, OFFICE)
        person = self.world.person(by)
        self.attempt(
            how, lambda: service(agreement=agreement, reason=reason, by=person, now=self.now), by=by, may=may
        )

    @rule(number=which, actor=actors)
    def remind(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.OUT):
            by = self.team(agreement)[0] if actor == RIGHT else actor
            person = self.world.person(by)
            self.attempt(
                "remind",
                lambda: remind(agreement=agreement, by=person, now=self.now),
                by=by,
                may=self.leaders(agreement),
            )

    @rule(number=which, actor=actors, asked=days, ends=days)
    def terminate(self, number: int, actor: str, asked: int, ends: int) -> None:
        if agreement := self.agreement(number, Stage.COMPLETE):
            by, today = "office" if actor == RIGHT else actor, self.now.date()
            self.attempt(
                "terminate",
                lambda: request_termination(
                    agreement=agreement, requested_on=today - timedelta(asked), reason="Notice was given.",
                    terminates_on=today + timedelta(ends), by=self.world.person(by), now=self.now,
                ),
                by=by,
                may=OFFICE,
            )  # fmt: skip

    @rule(number=which, actor=actors, service=st.sampled_from((renew, amend)), in_time=st.booleans())
    def follow(self, number: int, actor: str, service: type, in_time: bool) -> None:
        if agreement := self.agreement(number, Stage.COMPLETE):
            last = last_day_of(agreement)
            if service is renew and in_time and last is not None:
                # Nothing is renewed long before it ends.
                self.now = max(self.now, self.now + timedelta((last - self.now.date()).days - DAYS_BEFORE))
            by = self.team(agreement)[0] if actor == RIGHT else actor
            self.attempt(
                service.__name__,
                lambda: service(agreement=agreement, by=self.world.person(by), now=self.now),
                by=by,
                may=self.leaders(agreement),
            )

    @rule(actor=actors, grace=days)
    def repaper(self, actor: str, grace: int) -> None:
        if not Agreement.objects.filter(in_force(self.now.date()), kind=Kind.SLA).exists():
            return
        by, today, who = "office" if actor == RIGHT else actor, self.now.date(), self.world.who
        self.now += timedelta(seconds=1)
        version = approved_text(
            who.programme, Kind.SLA, author=who.office, approver=who.second_office, now=self.now,
            what_changed="Its title.", title=f"Service Level Agreement of {self.now:%d %m %Y %H %M %S}",
        )  # fmt: skip
        affected, person = affected_by(version, on=today), self.world.person(by)
        self.attempt(
            "repaper",
            lambda: repaper(
                version=version,
                agreements=affected,
                replace_by=today + timedelta(grace),
                by=person,
                now=self.now,
            ),
            by=by,
            may=OFFICE,
        )

    @rule(where=wheres, actor=actors, began=days, lasts=st.one_of(st.none(), days))
    def attest(self, where: str, actor: str, began: int, lasts: int | None) -> None:
        by, first = "office" if actor == RIGHT else actor, self.now.date() - timedelta(began)
        last = None if lasts is None else first + timedelta(lasts)
        self.papers += 1
        scan = b"%PDF-1.7 paper " + str(self.papers).encode()
        self.attempt(
            "attest",
            lambda: attest_paper(
                organisation=self.world.organisation(where), kind=Kind.SLA, partner=self.world.who.homecare,
                scan=scan, facts=PaperFacts(first, first, last, "Two people"),
                by=self.world.person(by), now=self.now,
            ),
            by=by,
            may=OFFICE,
        )  # fmt: skip

    @rule(number=which, actor=actors)
    def confirm(self, number: int, actor: str) -> None:
        if agreement := self.agreement(number, Stage.ATTESTED):
            self.confirmed(agreement, "second_office" if actor == RIGHT else actor)

    @rule(number=which, actor=actors, after=days)
    def carry_over(self, number: int, actor: str, after: int) -> None:
        if agreement := self.agreement(number, Stage.COMPLETE):
            by, first = "office" if actor == RIGHT else actor, self.now.date() + timedelta(after)
            self.attempt(
                "carry over",
                lambda: carry_over(
                    agreement=agreement, to=self.world.organisation(MARRAM), effective_on=first,
                    basis="Transfer order of the day.", by=self.world.person(by), now=self.now,
                ),
                by=by,
                may=OFFICE,
            )  # fmt: skip

    @precondition(lambda self: self.steps > 12 and not self.merged)
    @rule()
    def merge(self) -> None:
        """Harbour Vale is closed, and Marram Coast takes over."""
        Organisation.objects.filter(pk=self.world.who.organisation.pk).update(
            status="closed", closed_on=self.now.date(), successor=self.world.marram
        )
        self.merged = True
        self.reached["merge"] += 1

    @precondition(lambda self: self.merged)
    @rule(linked=st.booleans())
    def correct_the_directory(self, linked: bool) -> None:
        """The ODS file names the successor of Harbour Vale, or none any more."""
        Organisation.objects.filter(pk=self.world.who.organisation.pk).update(
            successor=self.world.marram if linked else None
        )

    @precondition(lambda self: self.steps > 6)
    @rule(name=st.sampled_from(("preparer", "signatory", "homecare")))
    def come_or_go(self, name: str) -> None:
        person, by = self.world.person(name), self.world.person("office")
        if name in self.gone:
            home = {"partner": self.world.who.homecare} if name == "homecare" else {}
            home = home or {"organisation": self.world.who.organisation}
            role = "signatory" if name == "signatory" else "member"
            start_membership(user=person, by=by, role=role, now=self.now, **home)
            self.gone.discard(name)
        else:
            end_membership(membership=Membership.objects.get(user=person, ended_at=None), by=by, now=self.now)
            self.gone.add(name)

    @rule(passed=days)
    def time_passes(self, passed: int) -> None:
        self.now += timedelta(passed)
        self.reached["lapse"] += lapse_overdue(self.now)
        self.reached["remind overdue"] += remind_overdue(self.now)

    @rule(number=which)
    def its_team_starts_another(self, number: int) -> None:
        """Two at the same time are never on their way."""
        if agreement := self.agreement(number):
            by = self.world.person(TEAMS[self.world.name_of(agreement.organisation_id)][0])
            self.attempt("amend", lambda: amend(agreement=agreement, by=by, now=self.now))
