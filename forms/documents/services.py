"""Make documents: content is frozen inside the caller's transaction, the PDF is drawn later and once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.trail import audited, record
from directory.models import Organisation, Partner
from forms.documents.assembly import STATEMENT, printed_date
from forms.documents.content import (
    DocumentContent,
    Notice,
    Row,
    Section,
    content_from_json,
    content_to_json,
)
from forms.documents.flushing import flush_with_the_next
from forms.documents.models import Document
from forms.documents.pdf import RENDERER, RenderedPdf, render
from forms.documents.storage import load_sealed, store_sealed
from programme.models import Programme

logger = logging.getLogger(__name__)

ACTOR = "documents"
FIRST_CHOSEN = "{first} (as first chosen; re-routed to {now})"


class RenderFailed(Exception):
    """A document could not be drawn; the message names its reference and nothing that it says."""


class NotRendered(Exception):
    """The PDF is asked for before it was drawn."""


class StoredPdfChanged(Exception):
    """The stored PDF is not the one that was drawn."""


def new_document(
    *,
    programme: Programme,
    organisation: Organisation,
    partner: Partner | None,
    subject_id: UUID,
    reference: str,
    audience: str,
    content: DocumentContent,
    now: datetime,
) -> Document:
    """Freeze what one audience receives; nothing is drawn, and nothing stored before `create_documents`.

    `partner` is None for the team's own copy.
    """
    document = Document(
        programme=programme,
        organisation=organisation,
        partner=partner,
        subject_id=subject_id,
        reference=reference,
        audience=audience,
        created_at=now,
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
        content = content_from_json(document.content)
        notice = Notice(
            STATEMENT,
            "Sent to another recipient",
            (f"First addressed to {content.recipient}; addressed to {partner.name} on {printed_date(now)}.",),
        )
        return create_document(
            programme=document.programme,
            organisation=document.organisation,
            partner=partner,
            subject_id=document.subject_id,
            reference=document.reference,
            audience=document.audience,
            content=replace(
                content,
                recipient=partner.name,
                notices=(notice, *content.notices),
                sections=_renamed(content, partner.name),
            ),
            now=now,
        )


def _renamed(content: DocumentContent, name: str) -> tuple[Section, ...]:
    """Return the sections, saying of an answer that names the old recipient that it was the first choice."""
    old = content.recipient
    # Content keeps no keys: the answer that chose the partner is a row with its name alone.
    earlier = FIRST_CHOSEN.format(first="", now=old)

    def lines(row: Row) -> tuple[str, ...]:
        if row.lines == (old,):
            return (FIRST_CHOSEN.format(first=old, now=name),)
        if len(row.lines) == 1 and row.lines[0].endswith(earlier):
            return (FIRST_CHOSEN.format(first=row.lines[0].removesuffix(earlier), now=name),)
        return row.lines

    return tuple(
        replace(section, rows=tuple(replace(row, lines=lines(row)) for row in section.rows))
        for section in content.sections
    )


def render_document(*, document_id: UUID, now: datetime) -> Document:
    """Draw and store a document's PDF unless that is done; call it outside any transaction.

    :raises RenderFailed: it could not be drawn; the row says so, and a later call tries again.
    """
    document = Document.objects.get(pk=document_id)
    # Idempotent: a PDF is drawn once.
    if document.state == Document.State.RENDERED:
        return document
    try:
        pdf = render(content_from_json(document.content))
    except Exception as error:  # noqa: BLE001  whatever a text does to the layout is this document's alone
        reason = f"{document.reference} for {document.audience}: {type(error).__name__}"
        _mark_failed(document, reason, now)
        # Without the cause: messages of the layout quote the text.
        raise RenderFailed(reason) from None
    name = f"{document.pk}/{pdf.sha256}.pdf"
    store_sealed(name=name, data=pdf.data, context=_context(document))
    _mark_rendered(document, pdf, name, now)
    document.refresh_from_db()
    return document


def read_pdf(document: Document) -> bytes:
    """Return the stored PDF, byte for byte as drawn.

    :raises NotRendered: it was not drawn yet.
    :raises StoredPdfChanged: it is not what was stored.
    """
    if document.state != Document.State.RENDERED:
        raise NotRendered(f"{document} is not drawn yet.")
    data = load_sealed(name=document.stored_name, context=_context(document))
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise StoredPdfChanged(f"The stored PDF of {document} has another SHA-256.")
    return data


def _mark_rendered(document: Document, pdf: RenderedPdf, name: str, now: datetime) -> None:
    with audited(at=now):
        # Drawn again it would be the same bytes under the same name.
        flush_with_the_next()
        stored = (
            Document.objects.filter(pk=document.pk)
            .exclude(state=Document.State.RENDERED)
            .update(
                state=Document.State.RENDERED,
                failure="",
                stored_name=name,
                sha256=pdf.sha256,
                size=len(pdf.data),
                pages=pdf.pages,
                missing_glyphs=len(pdf.missing),
                renderer=RENDERER,
                rendered_at=now,
            )
        )
        if stored:
            # Which letters are missing is part of an answer, and the trail can never forget: only how many.
            _record("document.rendered", document, sha256=pdf.sha256, missing=len(pdf.missing))


def _mark_failed(document: Document, reason: str, now: datetime) -> None:
    logger.error("Document %s could not be drawn: %s", document.pk, reason)
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
