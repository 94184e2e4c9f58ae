"""What changes between two versions of a form, or from the live one to the draft; and the second approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from forms.definitions.admin.control.base import FormPage, OfForm
from forms.definitions.changes import Change, compare
from forms.definitions.compile import CompileFailed, sketch_form
from forms.definitions.control.approving import approve_second, waiting_publication, why_not_second
from forms.definitions.groups import APPROVE_CRITICAL
from forms.definitions.kinds import kind_of
from forms.definitions.models import FormVersion
from forms.definitions.services import PUBLISH_REFUSALS
from forms.definitions.spec import FormSpec
from forms.definitions.versions import latest_version, spec_of

DRAFT = "draft"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one step; those of the form as a whole have no step."""

    step: str
    changes: tuple[Change, ...]


def grouped(changes: Iterable[Change]) -> tuple[Group, ...]:
    """Return the changes by step, the form as a whole first, the steps in the order of the changes."""
    steps: dict[str, list[Change]] = {"": []}
    for change in changes:
        steps.setdefault(change.step, []).append(change)
    return tuple(Group(step, tuple(found)) for step, found in steps.items() if found)


class Changes(FormPage):
    """Compare any two versions, or a version and the draft; what is critical is marked."""

    template_name = "definitions/admin/changes.html"

    def get_page_title(self) -> str:
        return "What changes"

    @cached_property
    def versions(self) -> dict[str, FormVersion]:
        return {str(version.number): version for version in self.form_record.versions.order_by("-number")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = latest_version(self.form_record)
        older = self._chosen("older", str(latest.number) if latest else NOTHING)
        newer = self._chosen("newer", DRAFT)
        context = super().get_context_data(**kwargs)
        try:
            before, after = self._spec(older), self._spec(newer)
        except CompileFailed as failed:
            return {**context, "unreadable": failed.problems, **self._choices(older, newer)}
        changes: tuple[Change, ...] = ()
        if after is not None:
            required = [one.key for one in kind_of(after.kind).requirements]
            changes = compare(before, after, required=required)
        critical = sum(one.critical for one in changes)
        return {
            **context,
            **self._choices(older, newer),
            "groups": grouped(changes),
            "number": len(changes),
            "critical": critical,
            "first": older == NOTHING,
            "problems": self._problems(newer),
            "warns_of_drafts": bool(critical)
            and newer == DRAFT
            and older != NOTHING
            and self._draft.drafts_until is None,
            **self._waiting(
                is_compared=newer == DRAFT and older == (str(latest.number) if latest else NOTHING)
            ),
        }

    def _chosen(self, name: str, otherwise: str) -> str:
        value = self.request.GET.get(name, "")
        return value if value == DRAFT or value in self.versions else otherwise

    def _spec(self, name: str) -> FormSpec | None:
        if name == DRAFT:
            return sketch_form(self._draft).spec
        return spec_of(self.versions[name]) if name in self.versions else None

    @cached_property
    def _draft(self) -> Any:
        return self.form_record.get_latest_revision_as_object()

    def _problems(self, newer: str) -> tuple[object, ...]:
        return sketch_form(self._draft).problems if newer == DRAFT else ()

    def _choices(self, older: str, newer: str) -> dict[str, Any]:
        live = latest_version(self.form_record) if self.form_record.live else None
        named = [(DRAFT, "The draft")] + [
            (number, f"Version {number}" + (" (live)" if live and live.number == version.number else ""))
            for number, version in self.versions.items()
        ]
        return {
            "sides": [
                {"name": "older", "label": "From", "chosen": older, "offered": named},
                {"name": "newer", "label": "To", "chosen": newer, "offered": named},
            ],
            "newer": newer,
            "may_choose": bool(self.versions),
        }

    def _waiting(self, *, is_compared: bool) -> dict[str, Any]:
        waiting = waiting_publication(self.form_record)
        if waiting is None:
            return {"waiting": None}
        is_outdated = waiting.revision_id != self.form_record.latest_revision_id
        has_right = self.person.has_perm(APPROVE_CRITICAL)
        refused = why_not_second(waiting, self.person)
        return {
            "waiting": waiting,
            "waiting_changes": grouped(waiting.listed_changes),
            "is_outdated": is_outdated,
            "is_listed_above": is_compared and not is_outdated,
            "may_approve": not refused,
            "why_not": refused if has_right else "",
        }


class ApproveSecond(OfForm, View):
    """Give the second approval: the form goes live."""

    needs = APPROVE_CRITICAL
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        waiting = waiting_publication(self.form_record)
        if waiting is None or waiting.second_approval is None:
            messages.error(request, "No second approval is asked for any more.")
            return self.back("changes")
        if request.POST.get("publication") != str(waiting.pk):
            messages.error(request, "What waits was replaced after you opened the page. Read it again.")
            return self.back("changes")
        try:
            version = approve_second(approval=waiting.second_approval, by=self.person, now=timezone.now())
        except PUBLISH_REFUSALS as refusal:
            messages.error(request, str(refusal))
            return self.back("changes")
        form = self.form_record
        said = (
            f"Version {version.number} of “{form}” is live."
            if version
            else f"“{form}” goes live on its date."
        )
        messages.success(request, said)
        return self.back("versions")
