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

_MINUTES = int(OVERDUE.total_seconds() // 60)
# What `trouble` counts, in words for one and for several, and the filter that lists it.
_URGENT = (
    ("failed", "delivery failed", "deliveries failed", "state=failed"),
    ("held", "delivery held", "deliveries held", "state=held"),
    (
        "keeps_failing",
        f"delivery keeps failing: tried {KEEPS_FAILING_FROM} times or more",
        f"deliveries keep failing: tried {KEEPS_FAILING_FROM} times or more",
        "keeps_failing=true",
    ),
    (
        "misconfigured",
        "delivery waits for a setting to be corrected",
        "deliveries wait for a setting to be corrected",
        "error_kind=misconfigured",
    ),
    (
        "to_destroy",
        "delivery was replaced after it was sent: the partner must confirm that it destroyed its copy",
        "deliveries were replaced after they were sent: partners must confirm that they destroyed the copies",
        "to_destroy=true",
    ),
    (
        "overdue",
        f"delivery overdue by more than {_MINUTES} minutes",
        f"deliveries overdue by more than {_MINUTES} minutes",
        "overdue=true",
    ),
)


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
    for name, one, several, query in _URGENT:
        yield AttentionLine(getattr(found, name), one, several, f"{legs}?{query}", urgent=True)
    yield AttentionLine(
        found.late_jobs, "periodic job not run in time", "periodic jobs not run in time", jobs, urgent=True
    )
    yield AttentionLine(
        found.failed_jobs,
        "periodic job failed at its last run",
        "periodic jobs failed at their last run",
        jobs,
    )
