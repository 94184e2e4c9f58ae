"""A draft whose version's time is over: moved where every answer fits, else its owner reviews what does not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forms.submissions.addresses import draft_url
from forms.submissions.carrying.fitting import Carried, Misfit
from forms.submissions.carrying.services import (
    ReviewNeeded,
    carried_to,
    carry_over,
    go_on_with_live,
)
from forms.submissions.carrying.successors import successor_of
from forms.submissions.models import Draft
from forms.submissions.pinned import kind_of_version, pinned_spec
from forms.submissions.services.drafts import ChangedElsewhere, DraftClosed
from forms.submissions.views.access import filler_of, fills_in, own_draft
from forms.submissions.views.closed import closed
from forms.submissions.ways import home_of, namespace_of

MOVED = (
    "This form has changed since you began it. All your answers fit the new version and were kept. "
    "Look through the pages that are open before you send it."
)
NOT_SENT = (
    "Nothing was sent: this form has changed, and its earlier version can no longer be sent. "
    "Look through your answers and send it again."
)


def up_to_date(request: HttpRequest, draft: Draft, now: datetime) -> tuple[Draft, HttpResponse | None]:
    """Return the draft on the version that it belongs to, and where to go instead if answers do not fit."""
    if successor_of(draft.form_version_id, now) is None or not draft.is_open_at(now):
        return draft, None
    try:
        moved = carry_over(draft=draft, now=now, by=filler_of(request, draft))
    except ReviewNeeded:
        return draft, HttpResponseRedirect(_url("changed", draft))
    if moved.form_version_id != draft.form_version_id:
        messages.info(request, MOVED)
    return own_draft(request, draft.pk), None


def not_sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say that an earlier version cannot be sent any more, and lead to what is to be done."""
    messages.error(request, NOT_SENT)
    return HttpResponseRedirect(_url("resume", draft))


@fills_in
@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show which answers do not fit and which pages to review; a POST goes on with the live version."""
    now = timezone.now()
    draft = own_draft(request, draft_id)
    if not draft.is_open_at(now):
        return closed(request, draft)
    successor = successor_of(draft.form_version_id, now)
    if successor is None:
        return HttpResponseRedirect(_url("resume", draft))
    if request.method == "POST":
        try:
            go_on_with_live(draft=draft, by=filler_of(request, draft), revision=_revision(request), now=now)
        except DraftClosed:
            draft.refresh_from_db(fields=["state", "expires_at"])
            return closed(request, draft)
        except ChangedElsewhere:
            messages.warning(request, "Your answers were changed in another tab. Read this page once more.")
            return HttpResponseRedirect(_url("changed", draft))
        return HttpResponseRedirect(_url("resume", draft))
    return _render(request, draft, carried_to(draft, successor, now), successor.until)


def _render(request: HttpRequest, draft: Draft, carried: Carried, until: datetime) -> HttpResponse:
    reviewed = {one.key for page in carried.review for one in page.misfits}
    context = {
        "draft": draft,
        "form_title": pinned_spec(draft.form_version_id).title,
        "until": until,
        "review": carried.review,
        "gone": [one for one in carried.misfits if one.key not in reviewed],
        "dropped": [_row(one) for one in carried.misfits],
        "revision": draft.revision,
        "home_url": home_of(draft, kind_of_version(draft.form_version_id)),
    }
    return render(request, "submissions/changed.html", context)


def _row(misfit: Misfit) -> dict[str, object]:
    return {"label": misfit.label, "text": "\n".join(misfit.lines) or "Answered", "why": misfit.why}


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _url(name: str, draft: Draft) -> str:
    return draft_url(name, draft.pk, namespace_of(draft, kind_of_version(draft.form_version_id)))
