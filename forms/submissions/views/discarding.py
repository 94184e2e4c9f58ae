"""Delete a draft, after asking once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forms.submissions.pinned import kind_of_version
from forms.submissions.services import DraftClosed, discard_draft
from forms.submissions.views.access import filler_of, fills_in, own_draft
from forms.submissions.views.closed import closed
from forms.submissions.views.opened import opened
from forms.submissions.ways import home_of


@fills_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask whether a draft may be deleted; a POST deletes it."""
    now = timezone.now()
    draft = own_draft(request, draft_id)
    kind = kind_of_version(draft.form_version_id)
    if request.method == "POST":
        try:
            discard_draft(draft=draft, by=filler_of(request, draft), now=now)
        except DraftClosed:
            return closed(request, draft)
        messages.success(request, "The draft is deleted and its answers are erased.")
        return redirect(home_of(draft, kind))
    if not draft.is_open_at(now):
        return closed(request, draft)
    work = opened(draft)
    context = {
        "draft": draft,
        "form_title": work.spec.title,
        "title": kind.draft_title(work.journey.applied.answers),
        "resume_url": work.where_to_go_on(),
        "home_url": work.home_url,
        "words": work.words,
    }
    return render(request, "submissions/discard.html", context)
