"""One page per step: show it, check what was posted, save it, go on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from forms.definitions.context import FormContext
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.spec import StepSpec
from forms.submissions.files import remove_unused
from forms.submissions.models import Draft
from forms.submissions.owning import actor_of
from forms.submissions.pinned import newer_version_exists
from forms.submissions.prefill import Known, known_of
from forms.submissions.presenters import summary_rows
from forms.submissions.received import received_by_permission
from forms.submissions.services import ChangedElsewhere, DraftClosed, note_refused, save_step
from forms.submissions.validation import broken_rules, follows_rules, rule_problems
from forms.submissions.views.access import filler_of, fills_in, own_draft, signed_in
from forms.submissions.views.changed import up_to_date
from forms.submissions.views.closed import closed
from forms.submissions.views.leaving import leave
from forms.submissions.views.open_work import CHANGE
from forms.submissions.views.opened import OpenDraft, context_of, opened, safety_notice_of
from forms.submissions.views.receiving import received, refuse_files
from forms.submissions.views.showing import shown_step
from forms.submissions.views.shown_page import shown_page
from forms.uploads.handlers import keep_in_memory
from forms.uploads.receiving import Received

LATER = "later"


@dataclass(frozen=True, slots=True)
class _Page:
    """One step of one open draft, in one request."""

    request: HttpRequest
    opened: OpenDraft
    step: StepSpec
    context: FormContext
    now: datetime
    change: bool
    posted: Received


@fills_in
@require_safe
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lead to where the person stopped."""
    now = timezone.now()
    draft = own_draft(request, draft_id)
    if not draft.is_open_at(now):
        return closed(request, draft)
    draft, review = up_to_date(request, draft, now)
    if review is not None:
        return review
    work = opened(draft)
    # The check page says so itself.
    if work.journey.next_to_do and newer_version_exists(draft.form_version_id):
        messages.info(request, work.words.newer_version)
    return HttpResponseRedirect(work.where_to_go_on())


@csrf_exempt
def step(request: HttpRequest, draft_id: UUID, step_key: str) -> HttpResponse:
    """Show or save one step, after its body is made ready to be read; below, the token is asked for as everywhere."""
    keep_in_memory(request)
    return _step(request, draft_id, step_key)


@fills_in
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _step(request: HttpRequest, draft_id: UUID, step_key: str) -> HttpResponse:
    """Ahead of the first incomplete page nothing opens."""
    now = timezone.now()
    draft = own_draft(request, draft_id)
    if not draft.is_open_at(now):
        return closed(request, draft)
    begun_on = draft.form_version_id
    draft, review = up_to_date(request, draft, now)
    if review is not None and request.method != "POST":
        return review
    # What is posted to an earlier version is saved there first, so that nothing typed is lost.
    work = opened(draft)
    asked = work.spec.step(step_key)
    if asked is None and draft.form_version_id != begun_on:
        return HttpResponseRedirect(work.where_to_go_on())
    if asked is None:
        raise Http404("This form has no such page.")
    stop = work.journey.stop(step_key)
    posted = received(request, draft, asked.fields if stop else (), now=now)
    context = context_of(request, draft, asked.fields, now=now)
    page = _Page(request, work, asked, context, now, change=CHANGE in request.GET, posted=posted)
    if stop is None or not stop.open:
        return _out_of_order(page, needed=stop is not None)
    return _save(page) if request.method == "POST" else _show(page)


def _out_of_order(page: _Page, *, needed: bool) -> HttpResponse:
    """Lead to the page whose turn it is, but lose nothing that was typed on one further on."""
    if page.request.method == "POST" and needed:
        form = _form(page, page.posted.data)
        try:
            after = page.opened.after(page.step, form)
            broken = broken_rules(after.spec, after.journey, page.context)
            _store(page, form, complete=follows_rules(form, broken))
        except (ChangedElsewhere, DraftClosed):
            return HttpResponseRedirect(page.opened.url("resume"))
        messages.warning(page.request, "Complete this page first. What you typed further on is kept.")
    elif page.request.method == "POST":
        messages.warning(page.request, "Your other answers have changed, so that page is no longer needed.")
    return HttpResponseRedirect(page.opened.where_to_go_on())


def _show(page: _Page) -> HttpResponse:
    form = _form(page, None)
    return _render(page, form, revision=page.opened.draft.revision, token=secrets.token_urlsafe(9))


def _save(page: _Page) -> HttpResponse:
    form = _form(page, page.posted.data)
    revision, token = shown_page(page.request, page.opened.draft)
    # The rules see what is right so far, so that nobody corrects a page twice.
    after = page.opened.after(page.step, form)
    broken = broken_rules(after.spec, after.journey, page.context)
    refuse_files(form, page.posted)
    valid = follows_rules(form, broken)
    later = LATER in page.request.POST
    stays = page.posted.stay or (page.posted.kept and not valid and not later)
    if not valid and not later and not stays:
        note_refused(
            draft=page.opened.draft,
            step_key=page.step.key,
            fields=[field.key for field in page.step.fields if field.key in form.errors],
        )
        return _render(page, form, revision=revision, token=token)
    # A button of a question finishes no page that was not finished before.
    complete = valid and (not page.posted.stay or page.step.key in page.opened.work.visited)
    try:
        saved = _store(page, form, complete=complete)
    except ChangedElsewhere as conflict:
        return _conflict(page, form, conflict.draft, token)
    except DraftClosed:
        page.opened.draft.refresh_from_db(fields=["state", "expires_at"])
        return closed(page.request, page.opened.draft)
    if stays:
        if page.posted.stay:
            form.forgive()
        return _render(page, form, revision=saved.revision, token=token)
    if later:
        return leave(page.request, page.step, form, saved)
    for problem in broken:
        # An answer here made an earlier page incomplete in another way than by a question left out.
        if problem.step != page.step.key and problem.step in after.work.visited:
            messages.warning(page.request, problem.message)
    return HttpResponseRedirect(after.next_url(page.step.key, change=page.change))


def _store(page: _Page, form: StepForm, *, complete: bool) -> Draft:
    revision, token = shown_page(page.request, page.opened.draft)
    answers, by = form.valid_answers(), filler_of(page.request, page.opened.draft)
    saved = save_step(
        draft=page.opened.draft,
        step_key=page.step.key,
        answers=answers,
        by=by,
        revision=revision,
        now=page.now,
        page=token,
        complete=complete,
    )
    remove_unused(saved, page.context.files, answers, by=actor_of(by), now=page.now)
    return saved


def _form(page: _Page, data: object) -> StepForm:
    known = _known(page)
    form = build_form(
        page.step,
        spec=page.opened.spec,
        context=page.context,
        answers={**{key: one.answer for key, one in known.items()}, **page.opened.journey.applied.answers},
        data=data,  # type: ignore[arg-type]
        applied=page.opened.journey.applied,
    )
    form.known = {k: one.words for k, one in known.items() if k not in page.opened.journey.applied.answers}
    return form


def _known(page: _Page) -> dict[str, Known]:
    """Return what is known about the person and the organisation, until the page was saved once."""
    if page.step.key in page.opened.work.saves or page.opened.draft.owner_id is None:
        return {}
    return known_of(page.step.fields, signed_in(page.request), page.opened.kind, page.opened.draft)


def _conflict(page: _Page, form: StepForm, newer: Draft, token: str) -> HttpResponse:
    """Show the newer answers beside what was typed here; sending the page again saves the latter."""
    theirs = opened(newer)
    saved = theirs.journey.stop(page.step.key)
    rows = summary_rows(saved.step if saved else page.step, theirs.work.answers)
    return _render(page, form, revision=newer.revision, token=token, newer=rows, status=409)


def _render(
    page: _Page,
    form: StepForm,
    *,
    revision: int,
    token: str,
    newer: object = None,
    status: int = 200,
) -> HttpResponse:
    form.context = replace(
        form.context,
        safety_notice=safety_notice_of(page.request, page.opened.kind),
        received=received_by_permission(page.opened.draft.form_version_id),
    )
    context = {
        **shown_step(page.opened, page.step, form, change=page.change),
        "draft": page.opened.draft,
        "soft": _soft(page) if not form.is_bound else [],
        "revision": revision,
        "token": token,
        "newer": newer,
    }
    return render(page.request, "submissions/step.html", context, status=status)


def _soft(page: _Page) -> list[str]:
    """Return what the rules would like to have checked on a page that was saved before."""
    if page.step.key not in page.opened.work.visited:
        return []
    problems = rule_problems(page.opened.spec, page.opened.journey, page.context)
    return [one.message for one in problems if one.soft and one.step == page.step.key]
