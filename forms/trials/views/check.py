"""Check the answers of a trial, and see what would have been sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forms.definitions.context import FormContext
from forms.definitions.rechecking import recheck
from forms.documents.pdf import render as draw
from forms.submissions.legs import NoDestination, recipients_of
from forms.submissions.presenters import received_sections
from forms.submissions.refusals import Refusal
from forms.submissions.validation import StepProblem, printing_problems
from forms.submissions.views.showing import linked, shown_answers
from forms.trials.outcome import MARKING, content_for, outcome_of
from forms.trials.services import TrialOver, end_trial, finish_trial
from forms.trials.views.opened import OpenTrial, opened, private


@private
@require_safe
def check(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Show all answers for checking once every page is complete."""
    work = opened(request, trial_id)
    if not work.journey.complete:
        return HttpResponseRedirect(work.where_to_go_on())
    return _render(request, work, work.context(), ())


@private
@require_POST
def send(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Lead to what would have been sent, or say what a team would be told instead. Nothing is sent."""
    work = opened(request, trial_id)
    if not work.journey.complete:
        return HttpResponseRedirect(work.where_to_go_on())
    context = work.context()
    if problems := _problems(work, context):
        return _render(request, work, context, problems, status=422)
    try:
        finish_trial(trial=work.trial, by=work.owner, now=work.now)
    except TrialOver as over:
        raise Http404(str(over)) from None
    return HttpResponseRedirect(work.url("sent"))


@private
@require_safe
def sent(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Show what would have been sent: each recipient with its route, the reason and its document."""
    work = opened(request, trial_id)
    if work.trial.sent_at is None or not work.journey.complete:
        return HttpResponseRedirect(work.where_to_go_on())
    outcome = outcome_of(work.answered(), on=timezone.localdate(work.now))
    context = {
        "trial": work.trial,
        "start_url": work.home_url,
        "form_title": work.spec.title,
        "outcome": outcome,
        "what_happens_next": work.spec.what_happens_next,
        "back_url": work.url("check"),
        "back_text": "Back to the answers",
    }
    return render(request, "trials/sent.html", context)


@private
@require_safe
def document(request: HttpRequest, trial_id: UUID, number: int) -> HttpResponse:
    """Draw the document of one recipient, TEST on every page; it is stored nowhere."""
    work = opened(request, trial_id)
    if work.trial.sent_at is None or not work.journey.complete:
        raise Http404("Nothing would have been sent yet.")
    answered = work.answered()
    legs = outcome_of(answered, on=timezone.localdate(work.now)).legs
    if not 0 < number <= len(legs):
        raise Http404("This form makes no such document.")
    leg = legs[number - 1]
    drawn = draw(content_for(answered, leg.audience.key, leg.recipient))
    response = HttpResponse(drawn.data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{MARKING}-{leg.audience.key}.pdf"'
    return response


@private
@require_POST
def end(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """Erase a trial."""
    work = opened(request, trial_id)
    end_trial(trial=work.trial, by=work.owner, now=work.now)
    return HttpResponseRedirect(work.home_url)


def _problems(work: OpenTrial, context: FormContext) -> tuple[StepProblem, ...]:
    stored = recheck(spec=work.spec, context=context, applied=work.journey.applied)
    found = [
        StepProblem(one.step, "" if one.field == "__all__" else one.field, one.message) for one in stored
    ]
    found += [one for one in work.rule_problems(context) if not one.soft]
    return tuple(dict.fromkeys(found))


def _render(
    request: HttpRequest,
    work: OpenTrial,
    context: FormContext,
    problems: tuple[StepProblem, ...],
    status: int = 200,
) -> HttpResponse:
    rules = work.rule_problems(context)
    hard = tuple(one for one in rules if not one.soft)
    soft = tuple(one for one in rules if one.soft) + printing_problems(work.journey)
    shown = {
        **_contents(work),
        "trial": work.trial,
        "start_url": work.home_url,
        "submit_url": work.url("send"),
        "errors": linked(work, dict.fromkeys(problems + hard)),
        "warnings": linked(work, soft),
    }
    return render(request, "trials/check.html", shown, status=status)


def _contents(work: OpenTrial) -> dict[str, Any]:
    answered = work.answered()
    contents = shown_answers(work, answered.supplements)
    try:
        recipients = recipients_of(work.spec, work.journey.applied, answered.offer)
    except NoDestination as error:
        return {**contents, "refused": Refusal(str(error))}
    own = answered.organisation.name
    receivers = received_sections(work.spec, work.journey, recipients, answered.supplements, own=own)
    return {**contents, "receivers": receivers}
