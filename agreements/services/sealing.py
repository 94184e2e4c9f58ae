"""After the last signature: draw, seal, complete. It fails closed: nothing unsealed is ever complete."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agreements.events import SYSTEM, note
from agreements.evidence.certificate import certificate_content
from agreements.models import Agreement
from agreements.notices.outbox import owe
from agreements.presenting.document import sealed_content, verification_address
from agreements.services.copies import send_copies
from agreements.services.locking import held, held_among_its_like
from agreements.services.superseding import in_place
from agreements.services.voiding import overtake_proposal
from agreements.tasks import enqueue_seal
from agreements.terms import term_of
from audit.trail import audited
from forms.documents.content import DocumentContent
from forms.documents.models import Document
from forms.documents.services import RenderFailed, SealFailed, create_document, render_document
from forms.routing.failures import log_failure

logger = logging.getLogger(__name__)

PARTIES, CERTIFICATE = "parties", "certificate"
Stage = Agreement.Stage


def prepare_seal(agreement: Agreement, *, now: datetime) -> None:
    """Freeze what will be sealed and enqueue the sealing, in the transaction of the last signature."""
    months = agreement.text_version.term_months if agreement.text_version else None
    term = term_of(starts_on=agreement.starts_on, signed_on=timezone.localdate(now), months=months)
    agreement.effective_on, agreement.expires_on = term.effective_on, term.expires_on
    agreement.sealed_copy = _document(agreement, PARTIES, sealed_content(agreement, now=now), now)
    agreement.save()
    enqueue_seal(agreement.pk)


def seal(*, agreement_id: UUID, now: datetime, by: object = SYSTEM) -> str:
    """Draw and seal the final PDF, then complete the agreement; return what was done.

    A failure is kept on the agreement, told to the office and tried again by the periodic job.
    """
    agreement = Agreement.objects.get(pk=agreement_id)
    # Idempotent: a task may come twice.
    if agreement.stage != Stage.COUNTERSIGNED or agreement.sealed_copy_id is None:
        return "nothing to seal"
    try:
        render_document(document_id=agreement.sealed_copy_id, now=now)
        complete(agreement_id=agreement_id, now=now, by=by)
    except (RenderFailed, SealFailed) as error:
        _failed(agreement_id, str(error), now, by)
        return "not sealed"
    except Exception as error:  # noqa: BLE001 - whatever stops the seal must show, not pass by silently
        log_failure(logger, f"Agreement {agreement.reference} was not sealed", error)
        _failed(agreement_id, f"Unexpected error: {type(error).__name__}.", now, by)
        return "not sealed"
    _try_to_certify(agreement_id, now)
    return "sealed"


def complete(*, agreement_id: UUID, now: datetime, by: object = SYSTEM) -> Agreement:
    """Bring a sealed agreement to its end: copies go out, and what stood in its place before is superseded."""
    with audited(at=now):
        agreement = held_among_its_like(agreement_id)
        document = agreement.sealed_copy
        # Idempotent: two workers may have sealed; the document is one.
        if agreement.stage != Stage.COUNTERSIGNED or document is None:
            return agreement
        if document.state != Document.State.RENDERED:
            raise SealFailed(f"{agreement.reference} is not sealed yet.")
        agreement.stage, agreement.completed_at, agreement.seal_problem = Stage.COMPLETE, now, ""
        agreement.save(update_fields=["stage", "completed_at", "seal_problem"])
        note(
            "sealed",
            agreement,
            by=by,
            sha256=document.sha256,
            size=document.size,
            certificate_sha256=document.seal_certificate_sha256,
            level=document.seal_level,
            renderer=document.renderer,
        )
        overtake_proposal(agreement)
        in_place(agreement)
        send_copies(agreement, now=now)
    return agreement


def certify(*, agreement_id: UUID, now: datetime) -> Document | None:
    """Return the certificate of completion, made once; None for what was not signed and sealed here.

    It is a step of its own: the events that it lists include the last ones of `complete`.
    """
    with audited(at=now):
        agreement = held(agreement_id)
        if agreement.stage != Stage.COMPLETE or agreement.sealed_copy_id is None:
            return None
        made = Document.objects.filter(subject_id=agreement.pk, audience=CERTIFICATE).first()
        if made is not None:
            return made
        content = certificate_content(agreement, verify_at=verification_address(agreement), now=now)
        return _document(agreement, CERTIFICATE, content, now)


def seal_waiting(now: datetime) -> tuple[int, int]:
    """Try every agreement that all have signed and that has no seal yet; return how many were and were not."""
    waiting = Agreement.objects.filter(stage=Stage.COUNTERSIGNED).values_list("pk", flat=True)
    done = [seal(agreement_id=one, now=now) for one in list(waiting)]
    return done.count("sealed"), done.count("not sealed")


def certify_waiting(now: datetime) -> tuple[int, int]:
    """Try every certificate that is missing; return how many were made and were not."""
    waiting = Agreement.objects.filter(without_certificate()).values_list("pk", flat=True)
    done = [_try_to_certify(one, now) for one in list(waiting)]
    return done.count(True), done.count(False)


def without_certificate() -> Q:
    """Select what was signed and sealed here and has no certificate of completion."""
    made = Document.objects.filter(subject_id=OuterRef("pk"), audience=CERTIFICATE)
    return Q(stage=Stage.COMPLETE, medium=Agreement.Medium.ONLINE) & ~Q(Exists(made))


def _try_to_certify(agreement_id: UUID, now: datetime) -> bool:
    """Make the certificate; say whether it is there. The agreement is complete either way."""
    try:
        certify(agreement_id=agreement_id, now=now)
    except Exception as error:  # noqa: BLE001 - a sealed agreement must not pass for one that is not
        log_failure(logger, f"Agreement {agreement_id} has no certificate", error)
        return False
    return True


def _failed(agreement_id: UUID, problem: str, now: datetime, by: object) -> None:
    with audited(at=now):
        agreement = held(agreement_id)
        if agreement.stage != Stage.COUNTERSIGNED:
            # Another worker has sealed it meanwhile.
            return
        first = not agreement.seal_problem
        agreement.seal_problem, agreement.seal_tried_at = problem[:240], now
        agreement.save(update_fields=["seal_problem", "seal_tried_at"])
        note("seal_failed", agreement, by=by, problem=problem[:240])
        if first:
            owe("seal_failed", agreement, email=settings.DELIVERY_CONTACT_EMAIL, now=now)


def _document(agreement: Agreement, audience: str, content: DocumentContent, now: datetime) -> Document:
    return create_document(
        programme=agreement.programme,
        organisation=agreement.organisation,
        partner=agreement.partner,
        subject_id=agreement.pk,
        reference=agreement.reference,
        audience=audience,
        content=content,
        to_seal=True,
        now=now,
    )
