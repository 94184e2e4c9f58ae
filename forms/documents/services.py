"""Make documents: content is frozen inside the caller's transaction, the PDF is drawn later and once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.trail import audited, record
from directory.models import Organisation, Partner
from forms.documents.attachments import files_of
from forms.documents.content import DocumentContent, content_from_json, content_to_json
from forms.documents.flushing import flush_with_the_next
from forms.documents.models import Document
from forms.documents.pdf import RENDERER, RenderedPdf, render
from forms.documents.readdressing import readdressed
from forms.documents.seal_facts import seal_columns, seal_evidence
from forms.documents.sealing import SealedPdf, SealFailed as SealFailed, seal_pdf
from forms.documents.storage import discard, load_sealed, store_sealed
from forms.uploads.refusals import FileUnavailable
from programme.models import Programme

logger = logging.getLogger(__name__)

ACTOR = "documents"


class RenderFailed(Exception):
    """A document could not be drawn; the message names its reference and nothing that it says."""


class NotRendered(Exception):
    """The PDF is asked for before it was drawn."""


class StoredPdfChanged(Exception):
    """The stored PDF is not the one that was drawn."""


def new_document(
    *,
    programme: Programme,
    organisation: Organisation | None,
    partner: Partner | None,
    subject_id: UUID,
    reference: str,
    audience: str,
    content: DocumentContent,
    now: datetime,
    to_seal: bool = False,
    holds_patients: bool = True,
) -> Document:
    """Freeze what one audience receives; nothing is drawn, and nothing stored before `create_documents`.

    `partner` is None for the team's own copy, `organisation` for what a visitor sent. With `to_seal` its
    PDF carries the organisation's seal.
    """
    document = Document(
        programme=programme,
        organisation=organisation,
        partner=partner,
        subject_id=subject_id,
        reference=reference,
        audience=audience,
        created_at=now,
        to_seal=to_seal,
        holds_patients=holds_patients,
    )
    document.content = content_to_json(content)
    return document


def create_documents(documents: Iterable[Document]) -> None:
    """Store new documents inside the caller's audited block, all in one statement."""
    for document in Document.objects.bulk_create(documents):
        _record("document.created", document)


def create_document(*, partner: Partner | None, content: DocumentContent, **about: Any) -> Document:
    """Make one document with `new_document` and store it, inside the caller's audited block."""
    document = new_document(partner=partner, content=content, **about)
    create_documents([document])
    return document


def readdress_document(*, document: Document, partner: Partner, now: datetime) -> Document:
    """Freeze the same content for another partner, with a line that says so; one per partner."""
    with audited(at=now):
        made = Document.objects.filter(
            subject_id=document.subject_id, audience=document.audience, partner=partner
        ).first()
        # Idempotent: a partner that has its document already gets the same one again.
        if made is not None:
            return made
        return create_document(
            programme=document.programme,
            organisation=document.organisation,
            partner=partner,
            subject_id=document.subject_id,
            reference=document.reference,
            audience=document.audience,
            content=readdressed(content_from_json(document.content), to=partner.name, now=now),
            now=now,
            to_seal=document.to_seal,
            holds_patients=document.holds_patients,
        )


def render_document(*, document_id: UUID, now: datetime) -> Document:
    """Draw, seal if asked, and store a document's PDF unless that is done; call it outside any transaction.

    :raises RenderFailed: it could not be drawn; the row says so, and a later call tries again.
    :raises SealFailed: it could not be sealed; likewise, and nothing is stored without its seal.
    """
    document = Document.objects.get(pk=document_id)
    # Idempotent: a PDF is drawn once.
    if document.state == Document.State.RENDERED:
        return document
    pdf = _drawn(document, now)
    sealed = _sealed(document, pdf, now) if document.to_seal else None
    made = sealed or pdf
    name = f"{document.pk}/{made.sha256}.pdf"
    store_sealed(name=name, data=made.data, context=_context(document))
    if not _mark_rendered(document, pdf, sealed, name, now) and sealed:
        # Another worker sealed it first. Drawn alone it would be the same file.
        discard(name=name)
    document.refresh_from_db()
    return document


def _drawn(document: Document, now: datetime) -> RenderedPdf:
    try:
        content = content_from_json(document.content)
    except Exception as error:  # noqa: BLE001  what cannot be read any more is this document's alone
        raise _not_drawn(document, error, now) from None
    try:
        # A storage that is away is no fault of the document: only what the files are counts here.
        files = files_of(content)
    except FileUnavailable as error:
        raise _not_drawn(document, error, now) from None
    try:
        return render(content, files)
    except Exception as error:  # noqa: BLE001  whatever a text does to the layout is this document's alone
        # Without the cause: messages of the layout quote the text.
        raise _not_drawn(document, error, now) from None


def _not_drawn(document: Document, error: Exception, now: datetime) -> RenderFailed:
    reason = f"{document.reference} for {document.audience}: {type(error).__name__}"
    _mark_failed(document, reason, now)
    return RenderFailed(reason)


def _sealed(document: Document, pdf: RenderedPdf, now: datetime) -> SealedPdf:
    try:
        return seal_pdf(pdf.data, now=now)
    except SealFailed as error:
        _mark_failed(document, str(error), now)
        raise


def read_pdf(document: Document) -> bytes:
    """Return the stored PDF, byte for byte as drawn or sealed.

    :raises NotRendered: it was not drawn yet.
    :raises StoredPdfChanged: it is not what was stored.
    """
    if document.state != Document.State.RENDERED:
        raise NotRendered(f"{document} is not drawn yet.")
    data = load_sealed(name=document.stored_name, context=_context(document))
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise StoredPdfChanged(f"The stored PDF of {document} has another SHA-256.")
    return data


def _mark_rendered(
    document: Document, pdf: RenderedPdf, sealed: SealedPdf | None, name: str, now: datetime
) -> bool:
    """Say in the row that the PDF is stored; return False if another worker's is already."""
    made = sealed or pdf
    with audited(at=now):
        if sealed is None:
            # Drawn again it would be the same bytes under the same name; sealed again it would not.
            flush_with_the_next()
        stored = (
            Document.objects.filter(pk=document.pk)
            .exclude(state=Document.State.RENDERED)
            .update(
                state=Document.State.RENDERED,
                failure="",
                stored_name=name,
                sha256=made.sha256,
                size=len(made.data),
                pages=pdf.pages,
                missing_glyphs=len(pdf.missing),
                renderer=RENDERER,
                rendered_at=now,
                **(seal_columns(sealed, now) if sealed else {}),
            )
        )
        if stored:
            # Which letters are missing is part of an answer, and the trail can never forget: only how many.
            _record("document.rendered", document, sha256=pdf.sha256, missing=len(pdf.missing))
            if sealed:
                _record("document.sealed", document, **seal_evidence(sealed))
    return bool(stored)


def _mark_failed(document: Document, reason: str, now: datetime) -> None:
    logger.error("Document %s could not be made: %s", document.pk, reason)
    with audited(at=now):
        failed = (
            Document.objects.filter(pk=document.pk)
            .exclude(state=Document.State.RENDERED)
            .update(state=Document.State.FAILED, failure=reason[:240])
        )
        if failed:
            _record("document.failed", document, reason=reason)


def _record(action: str, document: Document, **detail: object) -> None:
    record(
        action,
        actor=ACTOR,
        subject=document,
        programme=document.programme_id,
        organisation=document.organisation_id,
        detail={"reference": document.reference, "audience": document.audience, **detail},
    )


def _context(document: Document) -> str:
    return f"form_documents.document.pdf:{document.pk}"
