"""The pages of a trial: the same as a team sees, each marked TEST."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from forms.definitions.conditions import applies
from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.fields.files import CHOSEN, NAME as FILES, REMOVE, UPLOAD
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.spec import Answers, Json, StepSpec
from forms.submissions.prefill import known_answers
from forms.submissions.received import received_under
from forms.submissions.validation import follows_rules
from forms.submissions.views.open_work import CHANGE
from forms.submissions.views.opened import safety_notice_of
from forms.submissions.views.showing import shown_step
from forms.submissions.views.steps import LATER
from forms.trials.samples import sample_of
from forms.trials.services import TrialOver, save_step
from forms.trials.surroundings import sample_file
from forms.trials.views.opened import OpenTrial, opened, private

# On a step's address: its questions hold made-up answers, which are saved by going on.
SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class _Page:
    """One step of one trial, in one request."""

    request: HttpRequest
    opened: OpenTrial
    step: StepSpec
    context: FormContext
    change: bool


@private
@require_safe
def resume(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Lead to where the person stopped."""
    return HttpResponseRedirect(opened(request, trial_id).where_to_go_on())


@private
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, trial_id: UUID, step_key: str) -> HttpResponse:
    """Show or save one step. Ahead of the first incomplete page nothing opens."""
    work = opened(request, trial_id)
    asked = work.spec.step(step_key)
    if asked is None:
        raise Http404("This form has no such page.")
    stop = work.journey.stop(step_key)
    if stop is None or not stop.open:
        return HttpResponseRedirect(work.where_to_go_on())
    page = _Page(request, work, asked, work.context(), change=CHANGE in request.GET)
    return _save(page) if request.method == "POST" else _render(page, _form(page, None))


def _save(page: _Page) -> HttpResponse:
    form = _form(page, _posted(page))
    after = page.opened.after(page.step, form)
    broken = tuple(one for one in after.rule_problems(page.context) if not one.soft)
    valid = follows_rules(form, broken)
    later, stays = LATER in page.request.POST, _stays(page)
    if not valid and not later and not stays:
        return _render(page, form)
    try:
        save_step(
            trial=page.opened.trial,
            step_key=page.step.key,
            answers=form.valid_answers(),
            by=page.opened.owner,
            now=page.opened.now,
            complete=valid and (not stays or page.step.key in page.opened.work.visited),
        )
    except TrialOver as over:
        raise Http404(str(over)) from None
    if stays:
        form.forgive()
        return _render(page, form)
    if later:
        messages.success(page.request, "The trial is kept until tomorrow. Nothing was sent.")
        return HttpResponseRedirect(page.opened.home_url)
    return HttpResponseRedirect(after.next_url(page.step.key, change=page.change))


def _form(page: _Page, data: object) -> StepForm:
    work = page.opened
    samples = _samples(page) if data is None and SAMPLES in page.request.GET else {}
    known = {} if page.step.key in work.work.saves else known_answers(page.step.fields, work.owner, work.kind)
    return build_form(
        page.step,
        spec=work.spec,
        context=page.context,
        answers={**known, **work.journey.applied.answers, **samples},
        data=data,  # type: ignore[arg-type]
        applied=work.journey.applied,
    )


def _posted(page: _Page) -> QueryDict:
    """Return what was posted, with a made-up file for each that was uploaded: its bytes are not kept."""
    request, posted = page.request, page.request.POST.copy()
    for field in page.step.fields:
        if field.type != FILES:
            continue
        chosen = f"{field.key}_{CHOSEN}"
        if posted.get(f"{field.key}_{REMOVE}"):
            posted.setlist(field.key, [])
        if request.FILES.get(chosen) or posted.get(chosen):
            posted.setlist(field.key, [sample_file(field).id])
    return posted


def _stays(page: _Page) -> bool:
    """Say whether a button of a question for files was pressed, which finishes no page."""
    buttons = (f"{field.key}_{button}" for field in page.step.fields for button in (UPLOAD, REMOVE))
    return not page.request.POST.keys().isdisjoint(buttons)


def _samples(page: _Page) -> Answers:
    """Return made-up answers for the page, so that nobody types through a long form to try its end."""
    found = dict(page.opened.journey.applied.facts)
    answers: dict[str, Json] = {}
    for field in page.step.fields:
        stored = sample_of(field, page.context, found) if applies(field.show_when, found) else None
        if stored is not None:
            answers[field.key], found[field.key] = stored, field_type(field.type).facts(stored)
    return answers


def _render(page: _Page, form: StepForm) -> HttpResponse:
    form.context = replace(
        form.context,
        safety_notice=safety_notice_of(page.request, page.opened.kind),
        received=received_under(page.opened.spec),
    )
    shown = shown_step(page.opened, page.step, form, change=page.change)
    if shown["back_url"] == page.opened.home_url:
        shown["back_text"] = "Leave the trial"
    context = {
        **shown,
        "samples_url": f"{page.opened.step_url(page.step.key, change=page.change)}{'&' if page.change else '?'}{SAMPLES}=1",
        "trial": page.opened.trial,
        "start_url": page.opened.home_url,
        "soft": _soft(page) if not form.is_bound else [],
        # Nothing is uploaded: the name of what was chosen is enough for a made-up file to stand for it.
        "with_files": False,
    }
    return render(page.request, "trials/step.html", context)


def _soft(page: _Page) -> list[str]:
    if page.step.key not in page.opened.work.visited:
        return []
    problems = page.opened.rule_problems(page.context)
    return [one.message for one in problems if one.soft and one.step == page.step.key]
