"""The panel 'Needs attention' on the admin's first page, and this floor's lines in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from forms.routing.attention import AttentionLine, attention, attention_lines
from forms.routing.overview import KEEPS_FAILING_FROM, OVERDUE, trouble


class AttentionPanel(Component):
    """List what waits for the signed-in person, whichever floor reports it."""

    name = "needs_attention"
    template_name = "routing/admin/attention_panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"lines": attention_lines(parent_context["request"])}


@attention
def deliveries_in_trouble(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report legs and jobs that a person must look at, to those who may see deliveries."""
    if not request.user.has_perm("form_routing.view_delivery"):
        return
    found = trouble(now=timezone.now())
    legs, jobs = reverse("deliveries:index"), reverse("periodic_jobs:index")
    minutes = int(OVERDUE.total_seconds() // 60)
    yield AttentionLine(found.failed, "deliveries failed", f"{legs}?state=failed", urgent=True)
    yield AttentionLine(found.held, "deliveries held", f"{legs}?state=held", urgent=True)
    yield AttentionLine(
        found.keeps_failing,
        f"deliveries keep failing: tried {KEEPS_FAILING_FROM} times or more",
        f"{legs}?keeps_failing=true",
        urgent=True,
    )
    yield AttentionLine(
        found.misconfigured,
        "deliveries wait for a setting to be corrected",
        f"{legs}?error_kind=misconfigured",
        urgent=True,
    )
    yield AttentionLine(
        found.to_destroy,
        "deliveries were replaced after they were sent: the partner must confirm that it destroyed its copy",
        f"{legs}?to_destroy=true",
        urgent=True,
    )
    yield AttentionLine(
        found.overdue,
        f"deliveries overdue by more than {minutes} minutes",
        f"{legs}?overdue=true",
        urgent=True,
    )
    yield AttentionLine(found.late_jobs, "periodic jobs not run in time", jobs, urgent=True)
    yield AttentionLine(found.failed_jobs, "periodic jobs failed at their last run", jobs)
