"""What the pages of a form show of somebody's work on it, wherever that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.definitions.fields.files import NAME as FILES
from forms.definitions.fields.row_counts import ROWS
from forms.definitions.form_building import StepForm
from forms.definitions.kinds import Supplement
from forms.definitions.spec import StepSpec
from forms.submissions.presenters import anchor_of, summary_sections
from forms.submissions.validation import StepProblem
from forms.submissions.views.open_work import OpenWork
from forms.uploads.offering import asks_for_files


def shown_step(work: OpenWork, step: StepSpec, form: StepForm, *, change: bool) -> dict[str, Any]:
    """Return what the page of one step shows; `change`: the person came from the check page."""
    before = work.journey.before(step.key)
    if change and work.journey.complete:
        back_url, back_text = work.url("check"), "Back to your answers"
    elif before:
        back_url, back_text = work.stop_url(before), "Back"
    else:
        back_url, back_text = work.home_url, work.words.back_home
    return {
        "form_title": work.spec.title,
        "step": step,
        "questions": form.questions,
        "errors": form.error_links if form.is_bound else [],
        "steps": work.steps(step.key),
        "back_url": back_url,
        "back_text": back_text,
        "words": work.words,
        "again_url": work.step_url(step.key, change=change),
        "with_files": asks_for_files(step.fields),
        # Questions with buttons of their own: another row, upload, remove.
        "with_buttons": any(field.type in (FILES, ROWS) for field in step.fields),
    }


def shown_answers(work: OpenWork, supplements: Iterable[Supplement]) -> dict[str, Any]:
    """Return what the check page shows before it says who receives what."""
    urls = {stop.key: work.step_url(stop.key, change=True) for stop in work.journey.stops}
    last = work.journey.stops[-1] if work.journey.stops else None
    return {
        "form_title": work.spec.title,
        "steps": work.steps(""),
        "back_url": work.stop_url(last) if last else work.home_url,
        "home_url": work.home_url,
        "words": work.words,
        "sections": summary_sections(work.journey, supplements, urls),
    }


def linked(work: OpenWork, problems: Iterable[StepProblem]) -> list[tuple[str, str]]:
    """Return (address of the question, message) of each problem."""
    fields = {field.key: field for field in work.spec.fields()}
    found = []
    for problem in problems:
        field = fields.get(problem.field)
        anchor = anchor_of(field) if field else ""
        url = work.step_url(problem.step, change=True, anchor=anchor) if problem.step else ""
        found.append((url, problem.message))
    return found
