"""The single actions, each tried by a named person, and the right next one."""

from __future__ import annotations

from django.test import override_settings

from agreements.models import Agreement
from agreements.presenting.page import page_of
from agreements.services.attesting import confirm
from agreements.services.links import digest_of, open_link
from agreements.services.preparing import begin_particulars
from agreements.services.sealing import seal
from agreements.services.signatories import claim, name_signatory
from agreements.services.signing import confirm_authority, consent, note_read, sign
from agreements.signing.evidence import SignatureGiven
from agreements.signing.models import SigningRequest
from agreements.standing import last_day_of
from forms.documents.services import render_document
from forms.submissions.models import Draft
from forms.submissions.services import submit
from tests.agreeing import CLIENT, fill, proved
from tests.integration.agreements.machine.base import RIGHT, Machine
from tests.integration.agreements.machine.world import OFFICE, SIGNATORIES
from tests.processes import free_port

Stage = Agreement.Stage
SEAL_FAILS = {"SEAL_TIMESTAMP_URL": f"http://127.0.0.1:{free_port()}/stamp"}


class Actions(Machine):
    def leap(self, agreement: Agreement) -> None:
        if agreement.stage == Stage.DRAFT:
            self.begin(agreement, self.team(agreement)[0])
            self.send(agreement, RIGHT)
        elif agreement.stage == Stage.ATTESTED:
            other = next(name for name in OFFICE if self.world.ids[name] != agreement.attested_by_id)
            self.confirmed(agreement, other)
        elif agreement.stage == Stage.COUNTERSIGNED:
            # A seal that fails is tried again, and nothing is half done.
            self.sealed(agreement, works=False)
            self.sealed(agreement, works=True)
        elif agreement.stage in (Stage.OUT, Stage.SIGNED):
            if agreement.stage == Stage.SIGNED:
                self.take(agreement, self.company(agreement))
            else:
                where = self.world.name_of(agreement.organisation_id)
                self.name(agreement, self.team(agreement)[0], SIGNATORIES[where][0])
                if request := self.request_of(agreement):
                    token, by = digest_of(self.token(request)), self.world.person(self.asked(request))
                    self.attempt(
                        "open link",
                        lambda: open_link(
                            token_sha256=token, by=by, authentication=proved(self.now), now=self.now
                        ),
                    )
            for step in range(3):
                self.step(agreement, RIGHT, step)
            self.give(agreement, RIGHT, "fresh", "shown")

    def sealed(self, agreement: Agreement, *, works: bool) -> None:
        with override_settings(**({} if works else SEAL_FAILS)):
            done = seal(agreement_id=agreement.pk, now=self.now)
        assert works or done != "sealed"
        self.reached[f"seal: {done}"] += 1

    def confirmed(self, agreement: Agreement, by: str) -> None:
        done = self.attempt(
            f"confirm {agreement.medium}",
            lambda: confirm(agreement=agreement, by=self.world.person(by), now=self.now),
            by=by,
            may=[name for name in OFFICE if self.world.ids[name] != agreement.attested_by_id],
        )
        if done is not None and done.origin == Agreement.Origin.CARRIED_OVER:
            self.carried_over_as_it_stands(done)

    def carried_over_as_it_stands(self, agreement: Agreement) -> None:
        """What ended, was voided or lost its successor since it was attested is never confirmed."""
        source = Agreement.objects.select_related("organisation").get(pk=agreement.parent_id)
        last = last_day_of(source)
        assert source.stage == Stage.COMPLETE
        assert source.organisation.successor_id == agreement.organisation_id
        assert last is None or (agreement.expires_on is not None and agreement.expires_on <= last)

    def begin(self, agreement: Agreement, by: str) -> Draft | None:
        return self.attempt(
            "begin particulars",
            lambda: begin_particulars(agreement=agreement, by=self.world.person(by), now=self.now),
            by=by,
            may=self.team(agreement),
        )

    def send(self, agreement: Agreement, actor: str) -> None:
        agreement.refresh_from_db()
        draft = agreement.draft
        if draft is None:
            return
        if draft.is_open_at(self.now) and agreement.stage == Stage.DRAFT:
            draft = fill(draft, by=draft.owner, now=self.now)
        owner = next(name for name, pk in self.world.ids.items() if pk == draft.owner_id)
        by, revision = owner if actor == RIGHT else actor, draft.revision
        self.attempt(
            "put out",
            lambda: submit(draft=draft, by=self.world.person(by), revision=revision, now=self.now),
            by=by,
            may=[owner],
        )

    def name(self, agreement: Agreement, by: str, person: str) -> None:
        named = self.world.person(person)
        self.attempt(
            "name signatory",
            lambda: name_signatory(
                agreement=agreement, name=named.name, job_title="Director", email=named.email,
                by=self.world.person(by), now=self.now,
            ),
            by=by,
            may=self.leaders(agreement),
        )  # fmt: skip

    def take(self, agreement: Agreement, by: str) -> None:
        self.attempt(
            "claim",
            lambda: claim(
                agreement=agreement, by=self.world.person(by), authentication=proved(self.now), now=self.now
            ),
            by=by,
            may=[self.company(agreement)],
        )

    def follow_link(self, token: str, by: str, *, may: list[str]) -> None:
        self.attempt(
            "open link",
            lambda: open_link(
                token_sha256=digest_of(token),
                by=self.world.person(by),
                authentication=proved(self.now),
                now=self.now,
            ),
            by=by,
            may=may,
        )

    def waiting(self, number: int) -> Agreement | None:
        """Choose an agreement that somebody is asked to sign; without one bring a draft as far."""
        agreement = self.agreement(number, Stage.OUT)
        if agreement is not None and agreement.stage == Stage.DRAFT:
            self.leap(agreement)
            agreement.refresh_from_db()
        if agreement is not None and agreement.stage == Stage.OUT and self.request_of(agreement) is None:
            where = self.world.name_of(agreement.organisation_id)
            self.name(agreement, self.team(agreement)[0], SIGNATORIES[where][0])
        return agreement

    def opened_by(self, request: SigningRequest, actor: str) -> str:
        """Return who acts on a request; whoever it is for has followed their link first, as people do."""
        if actor != RIGHT:
            return actor
        asked = self.asked(request)
        if request.person_id is None:
            self.follow_link(self.token(request), asked, may=[asked])
        return asked

    def step(self, agreement: Agreement, actor: str, number: int) -> None:
        request = self.request_of(agreement)
        if request is None:
            return
        asked = self.asked(request)
        name, person = (
            asked if actor == RIGHT else actor,
            self.world.person(asked if actor == RIGHT else actor),
        )
        steps = (
            lambda: note_read(request=request, by=person, page_sha256="0" * 64, now=self.now),
            lambda: confirm_authority(request=request, basis="office", detail="", by=person, now=self.now),
            lambda: consent(request=request, by=person, now=self.now),
        )
        what = ("read", "authority", "consent")[number]
        self.attempt(what, steps[number], by=name, may=[asked])

    def give(self, agreement: Agreement, actor: str, proof: str, page: str) -> None:
        request = self.request_of(agreement)
        agreement.refresh_from_db()
        if request is None or agreement.reading_copy_id is None:
            return
        render_document(document_id=agreement.reading_copy_id, now=self.now)
        asked = self.asked(request)
        by, shown = asked if actor == RIGHT else actor, page_of(agreement).sha256
        at = request.consented_at if proof == "fresh" else None
        person = self.world.person(by)
        authentication = proved(at or self.world.start)
        good = proof == "fresh" and page == "shown" and asked in self.allowed(agreement)
        self.attempt(
            "sign" if agreement.stage == Stage.OUT else "countersign",
            lambda: sign(
                request=request,
                given=SignatureGiven(person.name, "Director", shown if page == "shown" else "0" * 64, shown),
                by=person,
                client=CLIENT,
                authentication=authentication,
                now=self.now,
            ),
            by=by,
            may=[asked] if good else [],
        )

    def allowed(self, agreement: Agreement) -> tuple[str, ...]:
        return self.signers(agreement) if agreement.stage == Stage.OUT else (self.company(agreement),)
