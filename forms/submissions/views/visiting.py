"""The first page of a form that is open to anyone, and the last one, which thanks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import person_of
from directory.models import Organisation
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import ANYONE
from forms.definitions.versions import spec_of
from forms.submissions.admission import reasons_to_refuse_visitors
from forms.submissions.beginning import Closed, closed_words
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.services import AlreadyBegun, StartRefused, start_visit
from forms.submissions.views.access import open_to_visitors, own_draft
from forms.submissions.views.closed import closed as closed_draft
from forms.submissions.views.opened import opened
from forms.submissions.views.stopping import Stopped, stopped_beginning
from forms.submissions.visitors.door import let_in
from forms.submissions.visitors.identity import new_visitor, remember_visitor, visitor_of
from forms.submissions.visitors.own import drafts_of, submissions_of
from forms.submissions.visitors.stamps import StampUnusable, new_stamp, read_stamp
from programme.current import programme_of

USED_BEFORE = "This page was open for too long or was used before. Press Start now again."


@open_to_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, form_slug: str) -> HttpResponse:
    """Explain an open form before it begins; a POST begins a visitor's draft. Members fill it in as themselves."""
    form, version = _open_form(request, form_slug)
    if spec_of(version).open_to != ANYONE:
        return redirect("submissions:start", form_slug=form_slug)
    let_in(request, spec_of(version))
    if not form.live:
        return _render(request, version, closed=closed_words(form), status=410)
    if _is_member(request, form):
        return redirect("submissions:start", form_slug=form_slug)
    return _begin(request, version, timezone.now()) if request.method == "POST" else _render(request, version)


@open_to_visitors
@require_safe
def sent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Thank a visitor who has sent a form, and give the reference."""
    draft = own_draft(request, draft_id)
    visitor = visitor_of(request)
    if visitor is None:
        raise Http404
    submission = submissions_of(visitor).filter(draft=draft).defer("answers_sealed").first()
    if submission is None:
        return closed_draft(request, draft) if draft.state != Draft.State.OPEN else _go_on(draft)
    spec = pinned_spec(draft.form_version_id)
    context = {
        "form_title": spec.title,
        "reference": submission.reference,
        "what_happens_next": spec.what_happens_next,
        "other_way": spec.other_way,
    }
    return render(request, "submissions/visiting/sent.html", context)


def _begin(request: HttpRequest, version: FormVersion, now: datetime) -> HttpResponse:
    if stopped := stopped_beginning(request, version, now=now):
        return _render(request, version, stopped=stopped, status=stopped.status)
    visitor = visitor_of(request) or new_visitor()
    try:
        stamp = read_stamp(request, request.POST.get("stamp", ""), form_id=version.form_id, now=now)
        draft = start_visit(form_version=version, visitor=visitor, draft_id=stamp.draft_id, now=now)
    except (AlreadyBegun, StampUnusable):
        return _render(request, version, stopped=Stopped(USED_BEFORE), status=422)
    except StartRefused as refusal:
        return _render(request, version, stopped=Stopped(str(refusal)), status=403)
    response = _go_on(draft)
    remember_visitor(response, request, visitor)
    return response


def _go_on(draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(opened(draft).url("resume"))


def _open_form(request: HttpRequest, form_slug: str) -> tuple[Form, FormVersion]:
    """Return a form of the request's programme and its last version, live or closed."""
    programme = programme_of(request)
    form = Form.objects.defer("steps", "routes").filter(programme=programme, slug=form_slug).first()
    version = form.versions.order_by("-number").first() if form and programme else None
    if form is None or version is None:
        raise Http404("There is no form at this address.")
    return form, version


def _is_member(request: HttpRequest, form: Form) -> bool:
    mine = person_of(request.user).organisation_ids
    return bool(mine) and Organisation.objects.filter(pk__in=mine, programme=form.programme_id).exists()


def _begun_before(request: HttpRequest, version: FormVersion, now: datetime) -> Draft | None:
    """Return the newest draft of the form that this browser left unfinished."""
    visitor = visitor_of(request)
    if visitor is None:
        return None
    open_ones = drafts_of(visitor).filter(
        form_version__form=version.form_id, state=Draft.State.OPEN, expires_at__gt=now
    )
    return open_ones.defer("work_sealed").order_by("-updated_at").first()


def _render(
    request: HttpRequest,
    version: FormVersion,
    *,
    stopped: Stopped | None = None,
    closed: Closed | None = None,
    status: int = 200,
) -> HttpResponse:
    spec, now = spec_of(version), timezone.now()
    refused = (
        ()
        if closed
        else reasons_to_refuse_visitors(
            spec=spec, programme_id=version.form.programme_id, on=timezone.localdate(now)
        )
    )
    begun = _begun_before(request, version, now)
    context: dict[str, Any] = {
        "title": spec.title,
        "intro": spec.intro,
        "pages": [step.title for step in spec.steps],
        "closed": closed,
        "refused": refused,
        "other_way": spec.other_way,
        "stopped": stopped,
        "resume_url": opened(begun).url("resume") if begun else "",
        "discard_url": opened(begun).url("discard") if begun else "",
        "stamp": "" if closed or refused else new_stamp(request, form_id=version.form_id, now=now),
    }
    return render(request, "submissions/visiting/start.html", context, status=status)
