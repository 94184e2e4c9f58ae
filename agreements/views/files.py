"""The PDFs of an agreement, for those who may read it: to read before signing, sealed, and the certificate."""

from __future__ import annotations

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from agreements.models import Agreement
from agreements.presenting.page import page_of
from agreements.services.downloads import document_of, note_download, scan_of
from agreements.services.preparing import READING
from agreements.services.sealing import CERTIFICATE, PARTIES
from agreements.views.access import private, signed_in, visible_agreement
from forms.documents.services import RenderFailed, SealFailed, StoredPdfChanged, read_pdf, render_document
from forms.documents.storage import NotStored
from forms.routing.failures import log_failure
from scanning import NotTaken
from vault.envelope import SealBroken

logger = logging.getLogger(__name__)

SCAN = "scan"
NAMES = {READING: "to-read", PARTIES: "signed", CERTIFICATE: "certificate", SCAN: "scan"}


@private
@require_safe
def text(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the text of an agreement as a page."""
    found = visible_agreement(request, reference)
    if not found.presented_sha256:
        raise Http404("This agreement has no text here.")
    return render(request, "agreements/text.html", {"agreement": found, "page": page_of(found)})


@private
@require_safe
def pdf(request: HttpRequest, reference: str, which: str) -> HttpResponse:
    """Let the person download one of the agreement's PDFs."""
    return send_pdf(request, visible_agreement(request, reference), which, by=signed_in(request))


@private
@require_safe
def scan(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a party download the scan of its own agreement signed on paper."""
    found = visible_agreement(request, reference)
    if not found.scan_name:
        raise Http404("This agreement was not signed on paper.")
    try:
        data = scan_of(found)
    except NotStored:
        return _failed(request, found)
    except NotTaken as why:
        return _failed(request, found, why=str(why))
    except (SealBroken, StoredPdfChanged) as error:
        return _damaged(request, found, SCAN, error)
    sha256 = hashlib.sha256(data).hexdigest()
    note_download(agreement=found, audience=SCAN, sha256=sha256, by=signed_in(request), now=timezone.now())
    return _attached(found, SCAN, data)


def send_pdf(request: HttpRequest, agreement: Agreement, which: str, *, by: User) -> HttpResponse:
    """Return a PDF of an agreement byte for byte, drawn now if nobody has drawn it yet."""
    now = timezone.now()
    document = document_of(agreement=agreement, audience=which, now=now)
    if document is None:
        raise Http404("This agreement has no such document.")
    try:
        document = render_document(document_id=document.pk, now=now)
        data = read_pdf(document)
    except (NotStored, RenderFailed, SealFailed):
        return _failed(request, agreement)
    except (SealBroken, StoredPdfChanged) as error:
        return _damaged(request, agreement, which, error)
    note_download(agreement=agreement, audience=which, sha256=document.sha256, by=by, now=now)
    return _attached(agreement, which, data)


def _failed(request: HttpRequest, agreement: Agreement, *, why: str = "") -> HttpResponse:
    """Say that a file is not there, or `why` it is not handed out: then waiting does not help."""
    context = {"agreement": agreement, "why": why, "was_sent": agreement.sealed_copy_id is not None}
    return render(request, "agreements/file_failed.html", context, status=503)


def _damaged(request: HttpRequest, agreement: Agreement, which: str, error: Exception) -> HttpResponse:
    log_failure(logger, f"The {which} of {agreement.reference} does not open", error)
    return _failed(request, agreement, why="The stored file is not as it was kept.")


def _attached(agreement: Agreement, which: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{agreement.reference}-{NAMES[which]}.pdf"'
    return response
