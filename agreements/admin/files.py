"""The files of an agreement for the programme office: what was read, sealed, certified or scanned."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from agreements.admin.pages import NAMESPACE, RegisterPage
from agreements.models import Agreement
from agreements.readiness import LEFT_OUT
from agreements.register.services import note_downloaded
from agreements.services.downloads import document_of, scan_of
from agreements.services.preparing import READING
from agreements.services.sealing import CERTIFICATE, PARTIES
from forms.documents.services import (
    NotRendered,
    RenderFailed,
    SealFailed,
    StoredPdfChanged,
    read_pdf,
    render_document,
)
from forms.documents.storage import NotStored
from forms.routing.failures import log_failure
from scanning import NotTaken
from vault.envelope import SealBroken

logger = logging.getLogger(__name__)

READING_COPY, SEALED_COPY, SCAN = "reading-copy", "sealed-copy", "scan"
NAMES = {
    READING_COPY: "Reading copy, unsigned (PDF)",
    SEALED_COPY: "Sealed agreement (PDF)",
    CERTIFICATE: "Certificate of completion (PDF)",
    SCAN: "Scan of the signed paper (PDF)",
}
AUDIENCES = {READING_COPY: READING, SEALED_COPY: PARTIES, CERTIFICATE: CERTIFICATE}
NOT_THERE = (NotStored, NotRendered, RenderFailed, SealFailed)
DAMAGED = (SealBroken, StoredPdfChanged)


def files_of(agreement: Agreement) -> list[tuple[str, str]]:
    """Return the files that an agreement has, as the end of their address and their name."""
    # Before its seal it is nobody's to have.
    sealed = agreement.stage == Agreement.Stage.COMPLETE and agreement.sealed_copy_id is not None
    has = {
        READING_COPY: agreement.reading_copy_id is not None,
        SEALED_COPY: sealed,
        CERTIFICATE: sealed,
        SCAN: bool(agreement.scan_name),
    }
    return [(what, name) for what, name in NAMES.items() if has[what]]


class DownloadFile(RegisterPage):
    """One file, byte for byte as it is stored; taking it is an event."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
        agreement = get_object_or_404(
            Agreement.objects.select_related("reading_copy", "sealed_copy").defer(*LEFT_OUT), pk=pk
        )
        if what not in dict(files_of(agreement)):
            raise Http404("The agreement has no such file.")
        now = timezone.now()
        try:
            data = _read(agreement, what, now)
        except NOT_THERE:
            messages.error(request, "The file is not ready yet. Try again in a few minutes.")
            return redirect(f"{NAMESPACE}:agreement", pk)
        except NotTaken as why:
            messages.error(request, f"The scan is not handed out. {why}")
            return redirect(f"{NAMESPACE}:agreement", pk)
        except DAMAGED as error:
            log_failure(logger, f"The {what} of {agreement.reference} does not open", error)
            messages.error(request, "The stored file was changed, so it is not handed out.")
            return redirect(f"{NAMESPACE}:agreement", pk)
        note_downloaded(
            agreement=agreement, what=what, sha256=hashlib.sha256(data).hexdigest(), by=self.person, now=now
        )
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{agreement.reference}-{what}.pdf"'
        add_never_cache_headers(response)
        return response


def _read(agreement: Agreement, what: str, now: datetime) -> bytes:
    if what == SCAN:
        return scan_of(agreement)
    document = document_of(agreement=agreement, audience=AUDIENCES[what], now=now)
    if document is None:
        raise NotStored(f"{agreement.reference} has no {what}.")
    return read_pdf(render_document(document_id=document.pk, now=now))
