"""A draft as one request needs it: read once, its journey planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from accounts.permissions import person_of
from forms.definitions.context import FormContext
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec
from forms.definitions.words import KindWords
from forms.submissions.addresses import draft_url, step_url
from forms.submissions.files import with_files
from forms.submissions.journey import journey_of
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.surroundings import (
    Offer,
    asks_the_directory,
    context_for,
    context_without_directory,
    with_organisation,
)
from forms.submissions.views.open_work import OpenWork
from forms.submissions.ways import home_of, namespace_of, words_of
from forms.submissions.work import work_from_json
from programme.current import safety_records_of
from programme.models import SafetyRecord


@dataclass(frozen=True, slots=True)
class OpenDraft(OpenWork):
    """An open draft with its spec, its work and the journey so far."""

    draft: Draft

    @property
    def home_url(self) -> str:
        return home_of(self.draft, self.kind)

    @property
    def words(self) -> KindWords:
        return words_of(self.draft, self.kind)

    def url(self, name: str) -> str:
        return draft_url(name, self.draft.pk, namespace_of(self.draft, self.kind))

    def address_of_step(self, step_key: str) -> str:
        return step_url(self.draft.pk, step_key, namespace_of(self.draft, self.kind))


def opened(draft: Draft) -> OpenDraft:
    """Read an open draft and plan its journey."""
    spec = pinned_spec(draft.form_version_id)
    work = work_from_json(draft.work)
    journey = journey_of(spec, work.answers, work.visited, today=timezone.localdate())
    return OpenDraft(spec, work, journey, draft)


def context_of(
    request: HttpRequest,
    draft: Draft,
    fields: Iterable[FieldSpec],
    *,
    now: datetime,
    offer: Offer | None = None,
) -> FormContext:
    """Return what surrounds some fields of a draft today; the safety notice is only for showing them."""
    asked, today = tuple(fields), timezone.localdate(now)
    organisation = with_organisation(draft).organisation if asks_the_directory(asked) else None
    if organisation is None:
        return with_files(context_without_directory(today=today), draft, asked)
    context = context_for(
        person=person_of(request.user),
        organisation=organisation,
        fields=asked,
        today=today,
        offer=offer,
    )
    return with_files(context, draft, asked)


def safety_notice_of(request: HttpRequest, kind: FormKind) -> str:
    """Return the text that stands beside questions which invite free text about a patient."""
    if not kind.safety_questions:
        return ""
    notice = safety_records_of(request).get(SafetyRecord.Kind.ADVERSE_EVENT_NOTICE)
    return notice.body if notice else ""
