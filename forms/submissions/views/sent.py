"""After sending: the reference, how each delivery stands, the answers, and the team's own copy."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import person_of, visible_to
from forms.definitions.kinds import kind_of
from forms.definitions.versions import spec_of
from forms.documents.models import Document
from forms.documents.services import RenderFailed, StoredPdfChanged, read_pdf, render_document
from forms.documents.storage import NotStored
from forms.routing.failures import log_failure
from forms.routing.legs import legs_of
from forms.submissions.legs import TEAM
from forms.submissions.models import Submission
from forms.submissions.presenters import OUTCOME_TAGS, all_settled, sent_sections, shown_legs
from forms.submissions.reading import note_reading
from forms.submissions.views.access import own_submission, private, signed_in
from vault.envelope import SealBroken

SENT_TO_NOBODY = "Received"

logger = logging.getLogger(__name__)


@private
@require_safe
def submission(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a submission to its organisation. Right after sending it confirms; later it shows the answers."""
    found = own_submission(request, reference)
    if found.reference != reference:
        return redirect("submissions:submission", found.reference)
    spec = spec_of(found.form_version)
    context = {
        "submission": found,
        "form_title": spec.title,
        "words": kind_of(spec.kind).words,
        "version": found.form_version.number,
        "what_happens_next": spec.what_happens_next,
        **_status(found),
    }
    if "sent" in request.GET:
        return render(request, "submissions/confirmation.html", context)
    note_reading(request, found, by=signed_in(request), now=timezone.now())
    context["sections"] = sent_sections(
        found, file_url=lambda id_: reverse("submissions:file", args=[found.reference, id_])
    )
    return render(request, "submissions/submission.html", context)


@private
@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the piece of the page that says how each delivery stands, for status.js."""
    return render(request, "submissions/_status.html", _status(own_submission(request, reference)))


@private
@require_safe
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the team download its own copy as a PDF, drawn now if nobody has drawn it yet."""
    found = own_submission(request, reference)
    documents = visible_to(person_of(request.user), Document)
    document = documents.filter(subject_id=found.pk, audience=TEAM, partner__isnull=True).first()
    if document is None:
        raise Http404("This form has no copy for the team.")
    try:
        if document.state != Document.State.RENDERED:
            document = render_document(document_id=document.pk, now=timezone.now())
        data = read_pdf(document)
    except (NotStored, RenderFailed):
        return render(request, "submissions/copy_failed.html", {"submission": found}, status=503)
    except (SealBroken, StoredPdfChanged) as error:
        log_failure(logger, f"The team's copy of {found.reference} does not open", error)
        return render(request, "submissions/copy_damaged.html", {"submission": found}, status=503)
    note_reading(request, document, by=signed_in(request), now=timezone.now())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    return response


def _status(found: Submission) -> dict[str, Any]:
    legs = legs_of(found.pk)
    return {
        "reference": found.reference,
        "legs": shown_legs(legs),
        "settled": all_settled(legs),
        "outcome": found.get_outcome_display() if legs else SENT_TO_NOBODY,
        "outcome_tag": OUTCOME_TAGS.get(Submission.Outcome(found.outcome), "wait"),
    }
