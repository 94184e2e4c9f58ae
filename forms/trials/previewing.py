"""Previews of a form while it is edited: each step, the check page and each document, with made-up answers."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forms.definitions.changes.wording import rule_in_words
from forms.definitions.compile import CompileFailed, sketch_form
from forms.definitions.context import FormContext
from forms.definitions.form_building import build_form
from forms.definitions.kinds import UnknownKind, kind_of
from forms.definitions.models import Form
from forms.definitions.previewing import Modes
from forms.definitions.spec import FormSpec, StepSpec
from forms.documents.pdf import render as draw
from forms.documents.picturing import pictures_of
from forms.submissions.journey import journey_of
from forms.submissions.legs import NoDestination, recipients_of
from forms.submissions.presenters import received_sections
from forms.submissions.received import received_under
from forms.submissions.refusals import Refusal
from forms.submissions.views.open_work import OpenWork
from forms.submissions.views.opened import safety_notice_of
from forms.submissions.views.showing import shown_answers, shown_step
from forms.submissions.work import Work
from forms.trials.outcome import MARKING, Answered, content_for
from forms.trials.samples import sample_answers
from forms.trials.surroundings import context_of_trial, offer_of, organisation_or_sample, organisations_of
from programme.current import programme_by_key, remember_programme
from programme.models import Programme

STEP, CHECK, DOCUMENT = "step-", "check", "document-"
NOWHERE = "#main"
# As for every page, but that nothing on a preview can be sent.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'self'"
)
UNREADY = "Choose the kind of form and its programme, and add a step with a question: then it shows here."


@dataclass(frozen=True, slots=True)
class Shown(OpenWork):
    """A form with made-up answers. Its pages lead nowhere."""

    answered: Answered
    context: FormContext

    @property
    def home_url(self) -> str:
        return NOWHERE

    def url(self, name: str) -> str:
        return NOWHERE

    def address_of_step(self, step_key: str) -> str:
        return ""


class FormPreviews:
    """What the preview panel of the editor offers and shows."""

    def modes(self, form: Form) -> Modes:
        """Return each step, the check page, and each document of the form as it stands."""
        # Asked several times for every page of the editor, so nothing is compiled for it.
        titles = [str(step.value.get("title") or "") for step in form.steps] or [""]
        steps = [
            (f"{STEP}{place}", f"{place + 1}. {title or 'Step without a title'}")
            for place, title in enumerate(titles)
        ]
        try:
            audiences = kind_of(form.kind).audiences
        except UnknownKind:
            return steps
        return [
            *steps,
            (CHECK, "Check page"),
            *((f"{DOCUMENT}{one.key}", f"PDF: {one.label}") for one in audiences),
        ]

    def serve(self, form: Form, request: HttpRequest, mode: str) -> HttpResponse:
        """Show one of the modes; a step that is gone shows the last one."""
        response = self._response(form, request, mode)
        response["Content-Security-Policy"] = POLICY
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _response(self, form: Form, request: HttpRequest, mode: str) -> HttpResponse:
        shown = _shown(form, request, timezone.now())
        if shown is None or not shown.spec.steps:
            return render(request, "trials/preview_unready.html", {"title": form.title, "unready": UNREADY})
        if mode.startswith(DOCUMENT):
            return _document(request, shown, mode.removeprefix(DOCUMENT))
        if mode == CHECK:
            return _check(request, shown)
        place = mode.removeprefix(STEP)
        last = len(shown.spec.steps) - 1
        step = shown.spec.steps[min(int(place) if place.isdecimal() else 0, last)]
        return _step(request, shown, step)


def _shown(form: Form, request: HttpRequest, now: datetime) -> Shown | None:
    """Return the form as it stands with made-up answers; None while its kind or programme is not chosen."""
    form.complete_keys()
    try:
        sketch = sketch_form(form)
        programme = programme_by_key(form.programme_id)
    except (CompileFailed, Programme.DoesNotExist):
        return None
    remember_programme(request, programme)
    spec = sketch.spec
    first = next(iter(organisations_of(programme.pk)), None)
    organisation, today = organisation_or_sample(first, programme), timezone.localdate(now)
    offer = offer_of(spec, programme, today)
    context = context_of_trial(spec=spec, organisation=organisation, offer=offer, today=today)
    answers = sample_answers(spec, context)
    visited = frozenset(step.key for step in spec.steps)
    journey = journey_of(spec, answers, visited, today=today)
    answered = Answered(
        spec=spec,
        applied=journey.applied,
        programme=programme,
        organisation=organisation,
        offer=offer,
        at=now,
        version_number=_next_number(form),
        follows_rules=not sketch.problems,
    )
    return Shown(spec, Work(answers, visited), journey, answered, context)


def _next_number(form: Form) -> int:
    return form.versions.count() + 1 if form.pk else 1


def _step(request: HttpRequest, shown: Shown, step: StepSpec) -> HttpResponse:
    """Show a step as it opens: unanswered, after the made-up answers of the steps before it."""
    before = {key: value for key, value in shown.work.answers.items() if not _asked_on(step, key)}
    surroundings = replace(
        shown.context,
        safety_notice=safety_notice_of(request, shown.kind),
        received=received_under(shown.spec),
    )
    built = build_form(
        step, spec=shown.spec, context=surroundings, answers=before, applied=shown.journey.applied
    )
    context = {
        **shown_step(shown, step, built, change=False),
        "missing": _missing(shown.spec, step, {one.field.key for one in built.asked}, shown),
    }
    return render(request, "trials/preview_step.html", context)


def _asked_on(step: StepSpec, key: str) -> bool:
    return any(field.key == key for field in step.fields)


def _missing(spec: FormSpec, step: StepSpec, asked: set[str], shown: Shown) -> list[str]:
    """Say what of the step the made-up answers before it leave out, and when it is asked."""
    missing = [
        f"“{field.label}” is asked {rule_in_words(field.show_when, spec)}."
        for field in step.fields
        if field.key not in asked and not field.companion_of
    ]
    if shown.journey.stop(step.key) is None:
        missing.insert(0, f"This step is shown {rule_in_words(step.show_when, spec)}.")
    return missing


def _check(request: HttpRequest, shown: Shown) -> HttpResponse:
    answered = shown.answered
    supplements = answered.supplements
    context: dict[str, Any] = {**shown_answers(shown, supplements), "submit_url": NOWHERE}
    try:
        recipients = recipients_of(shown.spec, shown.journey.applied, answered.offer)
        context["receivers"] = received_sections(
            shown.spec, shown.journey, recipients, supplements, own=answered.organisation.name
        )
    except NoDestination as error:
        context["refused"] = Refusal(str(error))
    return render(request, "trials/preview_check.html", context)


def _document(request: HttpRequest, shown: Shown, audience: str) -> HttpResponse:
    """Show a document as pictures within the panel, and as the PDF itself in a tab of its own."""
    label = next((one.label for one in shown.spec.audiences if one.key == audience), audience)
    content = content_for(shown.answered, audience, label)
    drawn = draw(content)
    if not getattr(request, "in_preview_panel", False):
        response = HttpResponse(drawn.data, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{MARKING}-{audience}.pdf"'
        return response
    pages = [base64.b64encode(page).decode() for page in pictures_of(drawn.data)]
    context = {"label": label, "pages": pages, "content": content, "form_title": shown.spec.title}
    return render(request, "trials/preview_document.html", context)
