"""Sign-ups over time, as a chart with its table, and what comes to an end within 90 days."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from agreements.admin.pages import RegisterPage
from agreements.kinds import Kind
from agreements.register.chart import chart_of
from agreements.register.ending import ending_groups
from agreements.register.sign_ups import sign_ups

SPANS = (12, 24)


class Figures(RegisterPage):
    """The figures of a programme; `?months=24` looks back two years."""

    page_title = "Sign-ups and endings"
    header_icon = "history"
    template_name = "agreements/admin/figures.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        asked = self.request.GET.get("months", "")
        span = next((months for months in SPANS if asked == str(months)), SPANS[0])
        months = sign_ups(programme_id=self.programme.pk, months=span, now=now)
        return {
            **super().get_context_data(**kwargs),
            "kinds": [str(kind.label) for kind in Kind],
            "months": tuple(reversed(months)),
            "chart": chart_of(months),
            "spans": SPANS,
            "span": span,
            "groups": ending_groups(programme_id=self.programme.pk, now=now),
        }
