"""An organisation's page: its documents, everything it ever agreed, and what happened."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from accounts.models import Membership
from agreements.admin.pages import RegisterPage
from agreements.models import Agreement
from agreements.readiness import LEFT_OUT, portfolio_from
from agreements.register.history import history_of
from agreements.register.matrix import documents_among, entry_of, partners_of, row_of
from agreements.register.waiting import open_requests
from directory.models import Organisation


class OrganisationPage(RegisterPage):
    """One organisation with its agreements."""

    template_name = "agreements/admin/organisation.html"
    http_method_names = ["get"]

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation.objects.select_related("successor"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.organisation.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        agreements = list(
            Agreement.objects.filter(organisation=self.organisation)
            .select_related("partner", "parent__organisation", "text_version")
            .defer(*LEFT_OUT, "parent__presented_sealed", "text_version__body", "text_version__spec")
            .order_by("-issued_at")
        )
        partners = partners_of(self.organisation.programme_id)
        asked = open_requests(agreements)
        portfolio = portfolio_from(self.organisation, agreements, on=timezone.localdate(now), asked=asked)
        return {
            **super().get_context_data(**kwargs),
            "organisation": self.organisation,
            "facts": self._facts(),
            "row": row_of(portfolio, documents_among(partners), partners, asked, now=now),
            "entries": [entry_of(held, asked.get(held.agreement.pk), now) for held in portfolio.held],
            "history": history_of(agreements),
            "sites": list(self.organisation.sites.all()),
        }

    def _facts(self) -> list[tuple[str, str]]:
        organisation = self.organisation
        closed = organisation.closed_on
        predecessors = ", ".join(str(one) for one in organisation.predecessors.all())
        people = Membership.objects.filter(organisation=organisation, ended_at__isnull=True)
        facts = [
            ("ODS code", organisation.ods_code),
            ("Status", f"Closed on {date_format(closed)}" if closed else "Open"),
            ("Successor", str(organisation.successor or "")),
            ("Successor of", predecessors),
            ("People with an account", str(people.values("user").distinct().count())),
        ]
        return [(label, value) for label, value in facts if value]
