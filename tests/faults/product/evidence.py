"""What must be true once everything has come to rest, read from the database, the inboxes and the trail."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEvent
from audit.verification import verify_chain
from forms.registration.kind import PatientRegistration
from forms.routing.destinations import destination_from_json
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.work import work_from_json
from tests.pdf_probe import page_texts, squeezed

SENT = {Delivery.State.SENT, Delivery.State.ACKNOWLEDGED}
PARTNERS = ("nurse-service", "sciensus")


def registrations() -> QuerySet[Submission]:
    """Return the submissions of patients: the particulars of the demo's agreements are submissions as well."""
    return Submission.objects.filter(form_version__form__kind=PatientRegistration.key)


def wait_until_all_sent(submissions: int, *, seconds: float = 300) -> None:
    """Return once that many patients are delivered to everyone, and every agreement's copy is.

    It fails with how the other legs stand.
    """
    end = time.monotonic() + seconds
    delivered = registrations().filter(outcome=Submission.Outcome.DELIVERED)
    copies = Delivery.objects.filter(document__to_seal=True).exclude(state__in=SENT)
    while delivered.count() != submissions or copies.exists():
        assert time.monotonic() < end, f"{delivered.count()} of {submissions} delivered; {_standing()}"
        time.sleep(0.2)


def _standing() -> list[str]:
    fields = "reference", "state", "attempts", "next_attempt_at", "leased_until", "task_id"
    waiting = Delivery.objects.exclude(state__in=SENT).values_list(*fields)
    tasks = DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("pk", "status", "run_after")
    return [*map(str, waiting), *map(str, tasks)]


def assert_each_accepted_is_one_submission(accepted: Mapping[str, str]) -> None:
    """Every number that a person was told is registered has one submission, and nobody else has any."""
    stored = {one.answers["health_number"]["value"]: one.reference for one in registrations()}
    assert stored == dict(accepted)
    assert registrations().count() == len(accepted)
    events = AuditEvent.objects.filter(action="submission.submitted").values_list("subject_id", flat=True)
    # Those of the demo's agreements included: each of them was told of once, too.
    assert sorted(events) == sorted(str(pk) for pk in Submission.objects.values_list("pk", flat=True))


def assert_each_submission_has_its_legs_sent() -> None:
    """One leg per chosen partner, each sent, each settled once."""
    for submission in registrations():
        legs = Delivery.objects.filter(subject_id=submission.pk)
        assert sorted(legs.values_list("partner__code", flat=True)) == list(PARTNERS), submission.reference
        assert set(legs.values_list("state", flat=True)) <= SENT, submission.reference
    settled = Counter(AuditEvent.objects.filter(action="delivery.sent").values_list("subject_id", flat=True))
    assert settled == Counter({str(pk): 1 for pk in Delivery.objects.values_list("pk", flat=True)})


def assert_each_inbox_holds_one_pdf_per_leg(inboxes: Path) -> None:
    """The files are exactly the legs', with the bytes that the leg stored before its first try."""
    arrived = {
        f"{partner}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for partner in PARTNERS
        for path in (inboxes / partner).iterdir()
    }
    expected = {
        f"{leg.partner.code}/{leg.reference}-{leg.pk.hex[:8]}.pdf": leg.payload_sha256
        for leg in Delivery.objects.select_related("partner").filter(partner__code__in=PARTNERS)
    }
    assert arrived == expected


def assert_each_pdf_is_about_its_patient(inboxes: Path, accepted: Mapping[str, str]) -> None:
    """The partner's passphrase opens each PDF, and it names the patient that its reference stands for."""
    numbers = {reference: number for number, reference in accepted.items()}
    for leg in Delivery.objects.filter(document__to_seal=False):
        passphrase = destination_from_json(leg.destination).passphrase
        data = (inboxes / leg.provider_id).read_bytes()
        assert numbers[leg.reference] in squeezed("".join(page_texts(data, passphrase))), leg.reference


def assert_no_draft_was_lost(seen: set[str]) -> None:
    """Every draft that a page showed is stored; those that were not sent are empty second starts."""
    of_patients = Draft.objects.filter(form_version__form__kind=PatientRegistration.key)
    stored = {str(draft.pk): draft for draft in of_patients}
    assert seen <= set(stored)
    sent = of_patients.filter(state=Draft.State.SUBMITTED)
    assert sent.count() == registrations().count()
    for draft in stored.values():
        if draft.state != Draft.State.SUBMITTED:
            assert draft.state == Draft.State.OPEN
            assert work_from_json(draft.work).answers == {}


def assert_the_trail_is_whole() -> None:
    """Every link of the audit chain holds."""
    verdict = verify_chain()
    assert verdict.holds, verdict.fault
