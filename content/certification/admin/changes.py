"""Changes of shared records that wait, and the page on which their pages are certified one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.second_factor import authentication_of, reauthentication_url
from content.certification.admin.comparing import differences
from content.certification.admin.decide import ShownRendering, in_words
from content.certification.admin.pages import NAMESPACE, WITHDRAW, CertificationPage, as_snapshot
from content.certification.deciding import is_fresh
from content.certification.models import PendingChange
from content.certification.refusals import CertificationRefused
from content.certification.renewals import (
    Renewal,
    certify_renewal,
    give_up,
    refuse_renewing,
    renewal_of,
    renewals_for,
)
from content.certification.statement import statement_of
from labelling.services import RecordMoved


class ChangePage(CertificationPage):
    """One change, each page that it touches as it will be, and what is certified already."""

    template_name = "certification/admin/change.html"
    page_title = "Change that waits for certificates"

    @cached_property
    def pending(self) -> PendingChange:
        rows = PendingChange.objects.filter(programme__in=self.programmes).select_related("programme")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def waits(self) -> bool:
        return bool(self.pending.state == PendingChange.State.WAITING)

    def renewals(self) -> tuple[list[Renewal], str]:
        """Return the pages that the change touches, and why this person certifies none of them, if so."""
        if not self.waits:
            return [], ""
        try:
            found = renewals_for(self.pending)
            refuse_renewing(pending=self.pending, user=self.person, now=timezone.now())
        except RecordMoved as refusal:
            return [], f"{refusal} Give this change up."
        except CertificationRefused as refusal:
            return found, str(refusal)
        return found, ""

    def get_page_title(self) -> str:
        return f"Waits for certificates: {self.pending.summary}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, why_not = self.renewals()
        return {
            **super().get_context_data(**kwargs),
            "pending": self.pending,
            "renewals": [(one, self._shown(one)) for one in found],
            "why_not": why_not,
            "statement": statement_of(self.pending.programme),
            "may_give_up": self.person.has_perm(WITHDRAW) and self.waits,
        }

    def _shown(self, renewal: Renewal) -> list[ShownRendering]:
        return [
            ShownRendering(
                in_words(one.switches),
                one.sha256,
                reverse(
                    f"{NAMESPACE}:change_rendering",
                    args=[self.pending.pk, renewal.former.page_id, one.sha256],
                ),
                differences(renewal.former, one),
            )
            for one in renewal.renderings
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.POST.get("decision") == "give_up":
                return self._give_up()
            return self._certify()
        except (CertificationRefused, RecordMoved) as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)

    def _give_up(self) -> HttpResponse:
        if not self.person.has_perm(WITHDRAW):
            raise PermissionDenied
        give_up(pending=self.pending, by=self.person, now=timezone.now())
        messages.success(self.request, "Given up. Nothing changes.")
        return redirect(f"{NAMESPACE}:index")

    def _certify(self) -> HttpResponse:
        request = self.request
        if not is_fresh(authentication_of(request), now=timezone.now()):
            messages.info(request, "Prove again who you are, then certify.")
            return redirect(reauthentication_url(request, request.path))
        if request.POST.get("declared") != "yes":
            messages.error(request, "Tick the statement to certify.")
            return redirect(request.path)
        page = request.POST.get("page", "")
        found = renewal_of(self.pending, page_id=int(page)) if page.isdecimal() and self.waits else None
        if found is None or found.former.page is None:
            raise Http404
        certify_renewal(
            pending=self.pending,
            page=found.former.page,
            shown=request.POST.getlist("shown"),
            by=self.person,
            now=timezone.now(),
        )
        messages.success(request, "Certified. The change takes effect with the last of its pages.")
        return redirect(request.path)


class ChangeRendering(ChangePage):
    """One rendering of one page with the change, for its frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = renewal_of(self.pending, page_id=kwargs["page"]) if self.waits else None
        for one in found.renderings if found is not None else ():
            if one.sha256 == kwargs["sha256"]:
                return as_snapshot(one.html)
        raise Http404("The page was changed after it was shown.")
