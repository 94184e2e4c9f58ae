"""Have agreements on an older text signed anew: which are concerned, until when, and what was started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from agreements.admin.forms import RepaperForm
from agreements.admin.pages import NAMESPACE, ManagingPage
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.services.following import affected_by, repaper
from agreements.texts.models import TextVersion
from agreements.texts.reading import text_in_force

# Each one started is a transaction of its own: more at once would keep a browser waiting for minutes.
AT_ONCE = 200
USUAL_GRACE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text in force, and how many agreements in force stand on an older one."""

    version: TextVersion
    label: str
    affected: int


class Repapering(ManagingPage):
    """The texts in force, each with how many agreements stand on an older one."""

    page_title = "New texts"
    header_icon = "doc-full-inverse"
    template_name = "agreements/admin/repapering.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = ((kind, text_in_force(programme_id=self.programme.pk, kind=kind)) for kind in Kind)
        lines = [
            TextLine(version, str(kind.label), len(affected_by(version, on=today)))
            for kind, version in found
            if version is not None
        ]
        return {**super().get_context_data(**kwargs), "lines": lines}


class RepaperText(ManagingPage):
    """Tick agreements, set the last day of the older text, and start the new ones."""

    header_icon = "doc-full-inverse"
    template_name = "agreements/admin/repaper.html"
    http_method_names = ["get", "post"]

    @cached_property
    def version(self) -> TextVersion:
        approved = TextVersion.objects.filter(state=TextVersion.State.APPROVED).select_related("text")
        return get_object_or_404(approved.defer("body", "spec"), pk=self.kwargs["pk"])

    @cached_property
    def affected(self) -> list[Agreement]:
        return affected_by(self.version, on=timezone.localdate())

    def get_page_title(self) -> str:
        return f"{self.version.text}: sign anew on version {self.version.number}"

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse(f"{NAMESPACE}:repapering"), "New texts")]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = RepaperForm(request.POST, affected=self.affected)
        if not form.is_valid():
            return self._again(form)
        ticked = set(form.cleaned_data["agreements"])
        try:
            result = repaper(
                version=self.version,
                agreements=[one for one in self.affected if str(one.pk) in ticked],
                replace_by=form.cleaned_data["replace_by"],
                by=self.person,
                now=timezone.now(),
            )
        except AgreementRefused as refusal:
            form.add_error("replace_by", str(refusal))
            return self._again(form)
        return self.render_to_response(self.get_context_data(result=result, form=None))

    def _again(self, form: RepaperForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            grace = timezone.localdate() + USUAL_GRACE
            kwargs["form"] = RepaperForm(affected=self.affected, initial={"replace_by": grace})
        form = kwargs["form"]
        ticked = set(form.data.getlist("agreements")) if form is not None and form.is_bound else None
        shown = self.affected[:AT_ONCE]
        return {
            **super().get_context_data(**kwargs),
            "version": self.version,
            # At first all are ticked: whoever wants fewer unticks.
            "choices": [(one, ticked is None or str(one.pk) in ticked) for one in shown],
            "affected": len(self.affected),
            "left_out": len(self.affected) - len(shown),
            "back": reverse(f"{NAMESPACE}:repapering"),
        }
