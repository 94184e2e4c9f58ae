"""Make the documents and the deliveries of a submission; nothing is drawn or sent here."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from forms.definitions.spec import AudienceSpec
from forms.documents.assembly import build_content
from forms.documents.models import Document
from forms.documents.services import create_documents, new_document
from forms.routing.services import create_deliveries, new_delivery
from forms.submissions.legs import TEAM, ReadyLeg
from forms.submissions.models import Submission
from forms.submissions.pinned import pinned
from forms.submissions.services.checking import Checked

MARKING = "TEST"


def make_documents(submission: Submission, checked: Checked, now: datetime) -> None:
    """Freeze one document for each leg, and the team's own; a visitor has no team."""
    sent = [(leg, _document(submission, checked, leg.recipient.audience, leg, now)) for leg in checked.legs]
    own = [
        _document(submission, checked, audience, None, now)
        for audience in checked.spec.audiences
        if audience.key == TEAM and submission.organisation is not None
    ]
    create_documents([document for _, document in sent] + own)
    create_deliveries(
        new_delivery(document=document, destination=leg.destination, gate_decision=leg.decision, now=now)
        for leg, document in sent
    )


def _document(
    submission: Submission, checked: Checked, audience: AudienceSpec, leg: ReadyLeg | None, now: datetime
) -> Document:
    partner, organisation = leg.recipient.partner if leg else None, submission.organisation
    recipient = partner or organisation
    content = build_content(
        spec=checked.spec,
        applied=checked.journey.applied,
        audience=audience.key,
        recipient=recipient.name if recipient else "",
        programme=submission.programme,
        safety_records=checked.safety_records,
        reference=submission.reference,
        form_version=pinned(submission.form_version_id).number,
        submitted_at=now,
        supplements=checked.supplements,
        marking=MARKING if settings.SYNTHETIC_PATIENTS_ONLY else "",
        running=checked.kind.running,
        summary=checked.kind.summary,
        holds_patients=checked.kind.holds_patients,
    )
    return new_document(
        programme=submission.programme,
        organisation=organisation,
        partner=partner,
        subject_id=submission.pk,
        reference=submission.reference,
        audience=audience.key,
        content=content,
        now=now,
        holds_patients=checked.kind.holds_patients,
    )
