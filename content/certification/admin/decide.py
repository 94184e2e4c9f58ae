"""The page on which a signatory reads every rendering, sees what changed, and certifies or sends back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import TaskState

from accounts.second_factor import authentication_of, reauthentication_url
from content.certification.admin.comparing import Line, differences
from content.certification.admin.pages import NAMESPACE, CertificationPage, as_snapshot
from content.certification.deciding import approve, is_fresh, refuse_signatory, send_back
from content.certification.models import Certificate
from content.certification.refusals import CertificationRefused
from content.certification.rendering import Rendered, programme_of_page, renderings_of
from content.certification.services.certifying import expiry_from
from content.certification.statement import statement_of


@dataclass(frozen=True, slots=True)
class ShownRendering:
    """One rendering as the page shows it."""

    label: str
    sha256: str
    address: str
    differences: list[Line]


class DecidePage(CertificationPage):
    """One request for a certificate."""

    template_name = "certification/admin/decide.html"
    page_title = "Certify"

    @cached_property
    def task_state(self) -> TaskState:
        return get_object_or_404(TaskState.objects.select_related("workflow_state"), pk=self.kwargs["pk"])

    @cached_property
    def subject(self) -> Any:
        found = self.task_state.workflow_state.content_object
        if found is None or programme_of_page(found) not in self.programmes:
            raise Http404
        return found.specific

    @cached_property
    def material(self) -> Any:
        return self.subject.get_latest_revision().as_object()

    def get_page_title(self) -> str:
        return f"Certify: {self.material.title}"

    @cached_property
    def why_not(self) -> str:
        """Return why this person may not decide; empty when they may."""
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            return "This request was decided or cancelled."
        try:
            refuse_signatory(page=self.subject, user=self.person, now=timezone.now())
        except CertificationRefused as refusal:
            return str(refusal)
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = programme_of_page(self.subject)
        last = Certificate.objects.filter(page=self.subject.pk).first()
        state = self.task_state.workflow_state
        return {
            **super().get_context_data(**kwargs),
            "material": self.material,
            "facts": facts_of(self.material, state),
            "problems": self.material.compliance_problems(on=timezone.localdate()),
            "shown": [self._shown(one, last) for one in renderings_of(self.material)],
            "last": last,
            "statement": statement_of(programme),
            "expires_on": expiry_from(timezone.now()),
            "why_not": self.why_not,
        }

    def _shown(self, one: Rendered, last: Certificate | None) -> ShownRendering:
        address = reverse(f"{NAMESPACE}:request_rendering", args=[self.task_state.pk, one.sha256])
        return ShownRendering(in_words(one.switches), one.sha256, address, differences(last, one))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("decision") == "send_back":
            return self._carried_out(self._send_back, "Sent back. Whoever asked for the certificate is told.")
        if not is_fresh(authentication_of(request), now=timezone.now()):
            messages.info(request, "Prove again who you are, then certify.")
            return redirect(reauthentication_url(request, request.path))
        if request.POST.get("declared") != "yes":
            messages.error(request, "Tick the statement to certify.")
            return redirect(request.path)
        return self._carried_out(self._approve, "Certified. Whoever asked for the certificate is told.")

    def _carried_out(self, action: Any, done: str) -> HttpResponse:
        try:
            action()
        except CertificationRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        messages.success(self.request, done)
        return redirect(f"{NAMESPACE}:index")

    def _approve(self) -> None:
        shown = self.request.POST.getlist("shown")
        approve(task_state=self.task_state, shown=shown, by=self.person, now=timezone.now())

    def _send_back(self) -> None:
        comment = self.request.POST.get("comment", "")
        send_back(task_state=self.task_state, comment=comment, by=self.person, now=timezone.now())


class RequestRendering(DecidePage):
    """One rendering of a request, for its frame: only while the page still renders exactly this."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for one in renderings_of(self.material):
            if one.sha256 == kwargs["sha256"]:
                return as_snapshot(one.html)
        raise Http404("The page was changed after it was shown.")


def facts_of(material: Any, state: Any) -> list[tuple[str, str]]:
    """Return what a page declares, in words, and who asked for its certificate."""
    facts = [
        ("Title in menus, lists and search", material.title),
        ("Job code", material.job_code or "Missing"),
        ("Date of preparation", material.prepared_on.strftime("%-d %B %Y")),
        ("For whom", material.get_audience_display()),
        ("Kind of material", material.get_label_display()),
    ]
    if hasattr(material, "get_territory_display"):
        facts.append(("Territory", material.get_territory_display()))
    if state.requested_by is not None:
        facts.append(("Asked for by", str(state.requested_by)))
    return facts


def in_words(switches: tuple[tuple[str, bool], ...]) -> str:
    """Say for which states of the services a rendering holds."""
    if not switches:
        return "The page"
    states = (f"{key} is {'available' if on else 'not available'}" for key, on in switches)
    return f"The page when {' and '.join(states)}"
