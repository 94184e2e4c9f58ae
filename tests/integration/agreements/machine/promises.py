"""What holds after every step, whoever did what."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from datetime import date, timedelta

from django.db.models import Q
from hypothesis.stateful import invariant

from agreements.models import Agreement, Signature, SigningRequest
from agreements.presenting.content import sha256_of_json
from agreements.signing.models import Party
from agreements.standing import in_force, is_in_force
from audit.verification import verify_chain
from forms.documents.sealing import verify_seal
from forms.documents.services import read_pdf
from tests.integration.agreements.machine.base import Machine

Stage, Medium = Agreement.Stage, Agreement.Medium
SIGNED_BY = {
    Stage.SIGNED: {Party.ORGANISATION},
    Stage.COUNTERSIGNED: {Party.ORGANISATION, Party.COUNTERPARTY},
}


class Promises(Machine):
    @invariant()
    def the_chain_verifies(self) -> None:
        verdict = verify_chain()
        assert verdict.holds, verdict.fault

    @invariant()
    def signatures_are_those_of_the_stage(self) -> None:
        for agreement in Agreement.objects.prefetch_related("signatures"):
            parties = {one.party for one in agreement.signatures.all()}
            if agreement.stage in (Stage.DRAFT, Stage.OUT, Stage.ATTESTED):
                assert parties == set()
            if agreement.stage in SIGNED_BY:
                assert parties == SIGNED_BY[Stage(agreement.stage)]

    @invariant()
    def complete_means_signed_by_both_and_sealed(self) -> None:
        for agreement in Agreement.objects.filter(stage=Stage.COMPLETE, medium=Medium.ONLINE):
            signatures = {one.party: one for one in agreement.signatures.all()}
            assert set(signatures) == set(Party)
            assert len({one.person_id for one in signatures.values()}) == 2
            document = agreement.sealed_copy
            assert document is not None
            assert document.sealed
            if document.sha256 not in self.verified:
                pdf = read_pdf(document)
                assert verify_seal(pdf, at=document.sealed_at).genuine
                assert hashlib.sha256(pdf).hexdigest() == document.sha256
                self.verified.add(document.sha256)
            self.reached["complete online"] += 1

    @invariant()
    def paper_counts_on_the_word_of_two(self) -> None:
        for agreement in Agreement.objects.filter(stage=Stage.COMPLETE).exclude(medium=Medium.ONLINE):
            assert None not in (agreement.attested_by_id, agreement.confirmed_by_id)
            assert agreement.attested_by_id != agreement.confirmed_by_id
            self.reached[f"complete {agreement.medium}"] += 1

    @invariant()
    def what_others_relied_on_is_voided_by_two(self) -> None:
        relied_on = Q(confirmed_by__isnull=False) | Q(signatures__party=Party.COUNTERPARTY)
        for agreement in Agreement.objects.filter(relied_on, stage=Stage.VOIDED).distinct():
            assert None not in (agreement.void_requested_by_id, agreement.void_confirmed_by_id)
            assert agreement.void_requested_by_id != agreement.void_confirmed_by_id

    @invariant()
    def everybody_who_signed_was_of_the_party(self) -> None:
        names = {pk: name for name, pk in self.world.ids.items()}
        for signature in Signature.objects.select_related("agreement", "request"):
            agreement, name = signature.agreement, names[signature.person_id]
            if signature.party == Party.ORGANISATION:
                assert name in self.signers(agreement)
            else:
                assert name == self.company(agreement)
            assert signature.request.person_id == signature.person_id
            assert signature.presented_sha256 == agreement.presented_sha256
            assert sha256_of_json(signature.evidence) == signature.evidence_sha256

    @invariant()
    def one_is_asked_at_a_time(self) -> None:
        open_ones = SigningRequest.objects.filter(state=SigningRequest.State.OPEN)
        asked = Counter(open_ones.values_list("agreement_id", flat=True))
        assert all(count == 1 for count in asked.values())
        assert not open_ones.exclude(agreement__stage__in=(Stage.OUT, Stage.SIGNED)).exists()

    @invariant()
    def one_is_in_force_on_any_day(self) -> None:
        slots = defaultdict(list)
        for agreement in Agreement.objects.filter(stage=Stage.COMPLETE):
            slots[agreement.organisation_id, agreement.kind, agreement.partner_id].append(agreement)
        for held in slots.values():
            for day in edges(held):
                standing = [one.reference for one in held if is_in_force(one, day)]
                assert len(standing) <= 1, f"{standing} are in force together on {day}"
            if any(one.superseded_on for one in held):
                self.reached["superseded"] += 1

    @invariant()
    def the_database_and_the_dates_agree_on_today(self) -> None:
        today = self.now.date()
        selected = set(Agreement.objects.filter(in_force(today)).values_list("pk", flat=True))
        assert selected == {one.pk for one in Agreement.objects.all() if is_in_force(one, today)}


def edges(agreements: list[Agreement]) -> set[date]:
    """Return the days around which the standing of agreements changes."""
    named = {
        day
        for one in agreements
        for day in (one.effective_on, one.expires_on, one.superseded_on, one.terminates_on, one.replace_by)
        if day
    }
    return {day + timedelta(by) for day in named for by in (-1, 0, 1)}
