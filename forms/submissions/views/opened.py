"""A draft as one request needs it: read once, its journey planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from accounts.permissions import person_of
from forms.definitions.context import FormContext
from forms.definitions.kinds import FormKind, kind_of
from forms.definitions.spec import FieldSpec, FormSpec
from forms.submissions.addresses import draft_url, step_url
from forms.submissions.journey import Journey, Stop, journey_of
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.surroundings import (
    Offer,
    asks_the_directory,
    context_for,
    context_without_directory,
    with_organisation,
)
from forms.submissions.work import Work, work_from_json
from programme.current import safety_records_of
from programme.models import SafetyRecord

# On a step's address: the person came from the check page and wants to return there.
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An open draft with its spec, its work and the journey so far."""

    draft: Draft
    spec: FormSpec
    work: Work
    journey: Journey

    @property
    def kind(self) -> FormKind:
        """Return the kind of the form."""
        return kind_of(self.spec.kind)

    @property
    def home_url(self) -> str:
        """Return where Back leads from the first page."""
        return self.kind.home_url(self.draft)

    def url(self, name: str) -> str:
        """Return the address of one of the draft's pages that are no step."""
        return draft_url(name, self.draft.pk, self.kind.namespace)

    def step_url(self, step_key: str, *, change: bool = False, anchor: str = "") -> str:
        """Return the address of a step's page."""
        url = step_url(self.draft.pk, step_key, self.kind.namespace)
        return url + (f"?{CHANGE}=1" if change else "") + (f"#{anchor}" if anchor else "")

    def stop_url(self, stop: Stop | None, *, change: bool = False) -> str:
        """Return the address of a stop of the journey; after the last one the answers are checked."""
        return self.step_url(stop.key, change=change) if stop else self.url("check")

    def where_to_go_on(self) -> str:
        """Return the address of the first page that is not complete, or of the check page."""
        return self.stop_url(self.journey.next_to_do)

    def steps(self, current: str) -> list[dict[str, object]]:
        """Return the progress list: pages that may be opened are links."""
        listed: list[dict[str, object]] = [
            {
                "title": stop.step.title,
                "url": self.step_url(stop.key) if stop.open else "",
                "done": stop.complete,
                "current": stop.key == current,
            }
            for stop in self.journey.stops
        ]
        check = self.url("check") if self.journey.complete else ""
        last = self.kind.words.last_step
        return [*listed, {"title": last, "url": check, "done": False, "current": not current}]


def opened(draft: Draft) -> OpenDraft:
    """Read an open draft and plan its journey."""
    spec = pinned_spec(draft.form_version_id)
    work = work_from_json(draft.work)
    return OpenDraft(draft, spec, work, journey_of(spec, work.answers, work.visited))


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
    if not asks_the_directory(asked):
        return context_without_directory(today=today)
    return context_for(
        person=person_of(request.user),
        organisation=with_organisation(draft).organisation,
        fields=asked,
        today=today,
        offer=offer,
    )


def safety_notice_of(request: HttpRequest, kind: FormKind) -> str:
    """Return the text that stands beside questions which invite free text about a patient."""
    if not kind.safety_questions:
        return ""
    notice = safety_records_of(request).get(SafetyRecord.Kind.ADVERSE_EVENT_NOTICE)
    return notice.body if notice else ""
