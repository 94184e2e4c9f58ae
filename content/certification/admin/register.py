"""The register of certificates, and one certificate with its renderings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import TaskState

from content.certification.admin.decide import in_words
from content.certification.admin.pages import (
    NAMESPACE,
    WITHDRAW,
    CertificationPage,
    as_snapshot,
    is_signatory,
)
from content.certification.concern import Concern
from content.certification.models import Certificate, CertificationTask, PendingChange, Rendering
from content.certification.refusals import CertificationRefused
from content.certification.services.ending import withdraw_certificate

PER_PAGE = 50
EXPIRING = {"30": "within 30 days", "60": "within 60 days", "90": "within 90 days"}


class RegisterPage(CertificationPage):
    """Certificates by state and by when they expire, and the requests that wait for this person."""

    template_name = "certification/admin/register.html"
    page_title = "Certificates"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        expiring = self.request.GET.get("expiring", "")
        rows = chosen(state, expiring).filter(programme__in=self.programmes)
        found = Paginator(rows, PER_PAGE)
        return {
            **super().get_context_data(**kwargs),
            "certificates": found.get_page(self.request.GET.get("p")),
            "states": Certificate.State.choices,
            "state": state,
            "expirings": EXPIRING.items(),
            "expiring": expiring,
            "waiting": waiting_for(self.person),
            "concerns": Concern.objects.filter(settled_at=None, programme__in=self.programmes),
            "pending": PendingChange.objects.filter(
                state=PendingChange.State.WAITING, programme__in=self.programmes
            ),
        }


class CertificatePage(CertificationPage):
    """One certificate; print it from the browser."""

    template_name = "certification/admin/certificate.html"
    page_title = "Certificate"

    @cached_property
    def certificate(self) -> Certificate:
        rows = Certificate.objects.filter(programme__in=self.programmes)
        rows = rows.select_related("programme", "page", "requested_by", "ended_by")
        found: Certificate = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_page_title(self) -> str:
        return f"Certificate: {self.certificate.title}"

    @property
    def may_withdraw(self) -> bool:
        open_states = (Certificate.State.WAITING, Certificate.State.VALID)
        programme = self.certificate.programme
        allowed = self.person.has_perm(WITHDRAW) or is_signatory(self.person, of=programme)
        return allowed and self.certificate.state in open_states

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        renderings = self.certificate.renderings.defer("canonical_compressed", "html_compressed")
        return {
            **super().get_context_data(**kwargs),
            "certificate": self.certificate,
            "renderings": [(one, in_words(tuple(sorted(one.switches.items())))) for one in renderings],
            "may_withdraw": self.may_withdraw,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_withdraw:
            raise PermissionDenied
        try:
            withdraw_certificate(
                certificate=self.certificate,
                reason=request.POST.get("reason", ""),
                by=self.person,
                now=timezone.now(),
            )
        except CertificationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Withdrawn. The page is off the site.")
        return redirect(f"{NAMESPACE}:certificate", self.certificate.pk)


class KeptRendering(CertificationPage):
    """One kept rendering, for its frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Rendering.objects.filter(certificate__programme__in=self.programmes)
        found = get_object_or_404(rows, pk=kwargs["rendering"], certificate=kwargs["pk"])
        return as_snapshot(found.html)


def chosen(state: str, expiring: str) -> QuerySet[Certificate]:
    """Return the certificates in a state and of those that expire within so many days; all for neither."""
    found = Certificate.objects.select_related("programme")
    if state in Certificate.State.values:
        found = found.filter(state=state)
    if expiring in EXPIRING:
        last = timezone.localdate() + timedelta(days=int(expiring))
        found = found.filter(state=Certificate.State.VALID, expires_on__lte=last).order_by("expires_on")
    return found


def waiting_for(user: Any) -> list[TaskState]:
    """Return the requests that a person may decide."""
    tasks = CertificationTask.objects.filter(active=True)
    return [state for task in tasks for state in task.get_task_states_user_can_moderate(user)]
