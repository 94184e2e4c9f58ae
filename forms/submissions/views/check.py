"""Check the answers, see who will receive what, and send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forms.definitions.kinds import SubmissionRefused
from forms.submissions.beginning import Closed, closed_words
from forms.submissions.duplicates import Earlier
from forms.submissions.files import file_problems
from forms.submissions.legs import NoDestination, recipients_of, require_gate
from forms.submissions.models import Draft
from forms.submissions.pinned import kind_of_version, newer_version_exists
from forms.submissions.presenters import received_sections
from forms.submissions.refusals import LegRefused, Refusal
from forms.submissions.room import require_room_of
from forms.submissions.services import (
    AnswersInvalid,
    ChangedSinceChecked,
    DraftClosed,
    FormClosed,
    NotTheOwner,
    ProbableDuplicate,
    VersionEnded,
    submit as submit_draft,
)
from forms.submissions.surroundings import Offer, offer_in
from forms.submissions.validation import StepProblem, printing_problems, rule_problems
from forms.submissions.views.access import filler_of, fills_in, own_draft
from forms.submissions.views.changed import not_sent, up_to_date
from forms.submissions.views.closed import closed
from forms.submissions.views.opened import OpenDraft, context_of, opened
from forms.submissions.views.showing import linked, shown_answers
from forms.submissions.views.stopping import Stopped, stopped_sending
from forms.submissions.ways import after_sending
from forms.uploads.refusals import FilesNotReady

CONFIRM_DUPLICATE = "Tick the box if this patient is to be registered once more"


@dataclass(frozen=True, slots=True)
class _News:
    """What a refused attempt to send has to say on the page."""

    problems: tuple[StepProblem, ...] = ()
    refused: Refusal | None = None
    changed: bool = False
    earlier: tuple[Earlier, ...] = ()
    stopped: Stopped | None = None
    closed: Closed | None = None


@fills_in
@require_safe
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show all answers for checking once every page is complete."""
    now = timezone.now()
    draft = own_draft(request, draft_id)
    if not draft.is_open_at(now):
        return closed(request, draft)
    draft, review = up_to_date(request, draft, now)
    if review is not None:
        return review
    work = opened(draft)
    if not work.journey.complete:
        return HttpResponseRedirect(work.where_to_go_on())
    return _render(request, work, _News(), now)


@fills_in
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send the form; whatever stands in the way is shown on the check page, and nothing is lost."""
    draft = own_draft(request, draft_id)
    if request.method != "POST":
        return redirect(opened(draft).url("check"))
    now = timezone.now()
    if stopped := stopped_sending(request, draft, now=now):
        return _again(request, draft, _News(stopped=stopped), now, status=stopped.status)
    revision = request.POST.get("revision", "")
    try:
        submission = submit_draft(
            draft=draft,
            by=filler_of(request, draft),
            revision=int(revision)
            if revision.isascii() and revision.isdigit() and len(revision) < 10
            else -1,
            now=now,
            accept_duplicate=request.POST.get("accept_duplicate") == "yes",
        )
    except NotTheOwner:
        raise Http404("There is no such draft among your own.") from None
    except DraftClosed:
        draft.refresh_from_db(fields=["state", "expires_at"])
        return closed(request, draft)
    except VersionEnded:
        return not_sent(request, draft)
    except ChangedSinceChecked:
        return _again(request, draft, _News(changed=True), now, status=409)
    except AnswersInvalid as error:
        return _again(request, draft, _News(problems=error.problems), now)
    except ProbableDuplicate as error:
        return _again(request, draft, _News(earlier=error.earlier), now, status=409)
    except LegRefused as error:
        return _again(request, draft, _News(refused=error.refusal), now)
    except FormClosed as error:
        news = _News(refused=Refusal(str(error)), closed=closed_words(draft.form_version.form))
        return _again(request, draft, news, now, status=410)
    except (FilesNotReady, NoDestination, SubmissionRefused) as error:
        return _again(request, draft, _News(refused=Refusal(str(error))), now)
    kind = kind_of_version(draft.form_version_id)
    return HttpResponseRedirect(after_sending(draft, submission, kind))


def _again(request: HttpRequest, draft: Draft, news: _News, now: datetime, status: int = 422) -> HttpResponse:
    # What is stored now counts, not what this request read before it tried to send.
    work = opened(own_draft(request, draft.pk))
    if not work.journey.complete:
        return HttpResponseRedirect(work.where_to_go_on())
    return _render(request, work, news, now, status=status)


def _render(
    request: HttpRequest, work: OpenDraft, news: _News, now: datetime, status: int = 200
) -> HttpResponse:
    today = timezone.localdate(now)
    offer = offer_in(work.draft, work.spec, today)
    # No rule looks at sites: they are checked again when it is sent.
    fields = [field for field in work.spec.fields() if field.type != "site"]
    context = context_of(request, work.draft, fields, now=now, offer=offer)
    rules = rule_problems(work.spec, work.journey, context)
    files = file_problems(work.journey, context)
    rules += tuple(problem for problem in files if not problem.soft)
    hard = tuple(problem for problem in rules if not problem.soft)
    soft = tuple(problem for problem in rules if problem.soft) + printing_problems(work.journey)
    shown: dict[str, Any] = {
        "draft": work.draft,
        "newer_version": newer_version_exists(work.draft.form_version_id),
        "submit_url": work.url("submit"),
        "discard_url": work.url("discard"),
        "stopped": news.stopped,
        "closed": news.closed,
        "visiting": work.draft.owner_id is None,
        "other_way": work.spec.other_way,
        "revision": work.draft.revision,
        "errors": linked(work, tuple(dict.fromkeys(news.problems + hard))) + _to_confirm(news),
        "warnings": linked(work, soft),
        "being_checked": linked(work, [problem for problem in files if problem.soft]),
        "check_url": work.url("check"),
        "changed": news.changed,
        "earlier": news.earlier,
        "confirm_duplicate": CONFIRM_DUPLICATE,
        **_contents(work, offer, today),
    }
    shown["refused"] = news.refused or shown["refused"]
    return render(request, "submissions/check.html", shown, status=status)


def _contents(work: OpenDraft, offer: Offer, today: date) -> dict[str, Any]:
    """Return the answers, what follows from them, and who will receive which of them."""
    supplements = work.kind.supplements(work.spec, work.journey.applied.answers, work.draft.programme)
    contents: dict[str, Any] = {
        **shown_answers(work, supplements),
        "refused": None,
        "receivers": (),
    }
    try:
        recipients = recipients_of(work.spec, work.journey.applied, offer)
    except NoDestination as error:
        return {**contents, "refused": Refusal(str(error))}
    try:
        require_gate(work.spec, work.journey.applied, offer, organisation=work.draft.organisation, on=today)
        require_room_of(recipients, work.journey.applied, on=today)
    except LegRefused as error:
        contents["refused"] = error.refusal
    own = work.draft.organisation.name if work.draft.organisation else ""
    receivers = received_sections(work.spec, work.journey, recipients, supplements, own=own)
    return {**contents, "receivers": receivers}


def _to_confirm(news: _News) -> list[tuple[str, str]]:
    return [("#accept_duplicate", CONFIRM_DUPLICATE)] if news.earlier else []
