"""A person's own list: drafts, and what was sent, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.permissions import Person, person_of, visible_to
from forms.definitions.kinds import kind_of
from forms.definitions.models import Form, FormVersion
from forms.definitions.path import apply
from forms.submissions.listing import of_listed_kinds
from forms.submissions.models import Draft, Submission
from forms.submissions.pinned import pinned_spec
from forms.submissions.presenters import OUTCOME_TAGS
from forms.submissions.views.access import private
from forms.submissions.views.partner import page_without_registrations, registers_nobody
from forms.submissions.work import work_from_json
from programme.current import programme_of
from programme.models import Programme

PER_PAGE = 20
ENDED = ". The form has changed: open the draft to look through your answers."
NEWER = ". A newer version of this form exists; you can still send this one."
Outcome = Submission.Outcome
STATUSES = {
    "": "All",
    "drafts": "Not sent yet",
    "under-way": "On their way",
    "delivered": "Sent to everyone",
    "attention": "Need attention",
}
_OUTCOMES = {
    "under-way": (Outcome.UNDER_WAY,),
    "delivered": (Outcome.DELIVERED,),
    "attention": (Outcome.FAILED, Outcome.CANCELLED),
}
WHOSE = {"": "Mine", "team": "All of my organisation"}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A draft or a submission as the list shows it. Only a person's own draft shows whom it is about."""

    title: str
    url: str
    form: str
    when: datetime
    tag: str
    status: str
    note: str = ""
    delete_url: str = ""


@private
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the person's drafts and submissions, or those of the whole organisation."""
    person = person_of(request.user)
    if registers_nobody(person):
        return page_without_registrations(request, person)
    chosen = request.GET.get("status", "")
    status = chosen if chosen in STATUSES else ""
    whose = "team" if request.GET.get("whose") == "team" else ""
    page = Paginator(_entries(person, status, whose, programme_of(request)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "rows": _rows(person, page),
        "page": page,
        "query": urlencode({"status": status, "whose": whose}),
        "statuses": _links("status", STATUSES, status, {"whose": whose}),
        "whose": _links("whose", WHOSE, whose, {"status": status}),
        "filtered": bool(status or whose),
        "forms": _forms(request),
    }
    return render(request, "submissions/list.html", context)


def _entries(
    person: Person, status: str, whose: str, programme: Programme | None
) -> QuerySet[Draft, tuple[UUID, str, datetime]]:
    """Return (id, sort, time) of what is listed, newest first: one query over both tables.

    A site lists its own programme's only; a person may work with several.
    """
    here = Q(programme=programme) if programme is not None else Q()
    names = ("pk", "sort", "at")
    drafts = (
        of_listed_kinds(visible_to(person, Draft))
        .filter(here, state=Draft.State.OPEN, expires_at__gt=timezone.now())
        .annotate(sort=Value("draft"), at=F("updated_at"))
        .order_by()
        .values_list(*names)
    )
    mine = Q() if whose else Q(submitted_by=person.user_id)
    state = Q(outcome__in=_OUTCOMES[status]) if status in _OUTCOMES else Q()
    sent = (
        of_listed_kinds(visible_to(person, Submission))
        .filter(here, mine, state)
        .annotate(sort=Value("submission"), at=F("submitted_at"))
        .order_by()
        .values_list(*names)
    )
    if status == "drafts":
        return drafts.order_by("-at", "pk")
    if status:
        return sent.order_by("-at", "pk")  # type: ignore[return-value]
    return drafts.union(sent, all=True).order_by("-at", "pk")


def _rows(person: Person, page: Page[tuple[UUID, str, datetime]]) -> list[ListedRow]:
    entries = list(page.object_list)
    rows = _draft_rows(person, [pk for pk, sort, _ in entries if sort == "draft"])
    rows |= _sent_rows(person, [pk for pk, sort, _ in entries if sort == "submission"])
    return [rows[pk] for pk, _, _ in entries if pk in rows]


def _draft_rows(person: Person, ids: list[UUID]) -> dict[UUID, ListedRow]:
    if not ids:
        return {}
    newer = FormVersion.objects.filter(
        form=OuterRef("form_version__form"), number__gt=OuterRef("form_version__number")
    )
    ended = newer.filter(form__live=True, form__drafts_until__lte=timezone.now())
    drafts = (
        visible_to(person, Draft).annotate(outdated=Exists(newer), ended=Exists(ended)).filter(pk__in=ids)
    )
    return {one.pk: _draft_row(one, ENDED if one.ended else NEWER if one.outdated else "") for one in drafts}


def _sent_rows(person: Person, ids: list[UUID]) -> dict[UUID, ListedRow]:
    if not ids:
        return {}
    sent = visible_to(person, Submission).filter(pk__in=ids)
    return {one.pk: _sent_row(one, person) for one in _without_answers(sent)}


def listed_submissions(sent: QuerySet[Submission], person: Person) -> list[ListedRow]:
    """Return submissions as the list shows them; the answers stay unread."""
    return [_sent_row(one, person) for one in _without_answers(sent)]


def _without_answers(sent: QuerySet[Submission]) -> QuerySet[Submission]:
    return sent.select_related("submitted_by").defer("answers_sealed")


def _draft_row(draft: Draft, about_its_version: str) -> ListedRow:
    spec = pinned_spec(draft.form_version_id)
    answers = apply(spec, work_from_json(draft.work).answers).answers
    until = timezone.localtime(draft.expires_at)
    return ListedRow(
        title=kind_of(spec.kind).draft_title(answers) or kind_of(spec.kind).words.unnamed,
        url=reverse("submissions:resume", args=[draft.pk]),
        form=spec.title,
        when=draft.updated_at,
        tag="",
        status=draft.get_state_display(),
        note=f"Kept until {until.day} {until:%B %Y}{about_its_version}",
        delete_url=reverse("submissions:discard", args=[draft.pk]),
    )


def _sent_row(submission: Submission, person: Person) -> ListedRow:
    others = submission.submitted_by_id != person.user_id
    return ListedRow(
        title=submission.reference,
        url=reverse("submissions:submission", args=[submission.reference]),
        form=pinned_spec(submission.form_version_id).title,
        when=submission.submitted_at,
        tag=OUTCOME_TAGS.get(Outcome(submission.outcome), "wait"),
        status=submission.get_outcome_display(),
        note=f"Sent by {submission.submitted_by.name}" if others and submission.submitted_by else "",
    )


def _links(name: str, labels: dict[str, str], current: str, rest: dict[str, str]) -> list[dict[str, object]]:
    kept = {key: value for key, value in rest.items() if value}
    return [
        {
            "label": label,
            "url": "?" + urlencode({**kept, **({name: value} if value else {})}),
            "current": value == current,
        }
        for value, label in labels.items()
    ]


def _forms(request: HttpRequest) -> list[dict[str, object]]:
    """Return the forms that can be started on this programme: first what teams come for, those about patients."""
    programme = programme_of(request)
    if programme is None:
        return []
    rows = of_listed_kinds(
        Form.objects.filter(programme=programme, live=True, versions__isnull=False).distinct(), "kind"
    )
    forms: list[dict[str, object]] = [
        {
            "title": title,
            "url": reverse("submissions:start", args=[slug]),
            "about_patients": kind_of(kind).holds_patients,
        }
        for title, slug, kind in rows.order_by("title").values_list("title", "slug", "kind")
    ]
    return sorted(forms, key=lambda form: not form["about_patients"])
