"""Charts of one form: counts only, never an answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.permissions import metadata_of
from forms.definitions.usage import SMALLEST_NUMBER_SHOWN
from forms.desk.admin.pages import DeskPage
from forms.desk.figures.counting import Figure, FormFigures, figures_of
from forms.desk.figures.drawing import columns_of, lines_of
from forms.desk.rights import reads_all_of_kind
from forms.desk.versions import Version
from forms.submissions.models import Submission
from forms.submissions.pinned import pinned_spec

SPANS = (12, 26, 52)
OPEN_DAYS = 7


class Figures(DeskPage):
    """The forms of the programme, and the charts of one of them; `?weeks=52` looks back a year.

    Without a form named it is the one that something came in for last.
    """

    page_title = "Charts"
    header_icon = "history"
    template_name = "desk/admin/figures.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = [one for one in self.versions.values() if one.listed]
        forms = {one.form_id: one.form for one in listed}
        shown = self.kwargs.get("form") or _came_in_last(listed) or next(iter(forms), None)
        context = {**super().get_context_data(**kwargs), "forms": forms, "shown": shown}
        if shown is None:
            return context
        if shown not in forms:
            raise Http404("The programme has no such form.")
        return {**context, **self._charts([one for one in listed if one.form_id == shown])}

    def _charts(self, versions: list[Version]) -> dict[str, Any]:
        asked = self.request.GET.get("weeks", "")
        weeks = next((span for span in SPANS if asked == str(span)), SPANS[1])
        exact = reads_all_of_kind(self.person, versions[0].kind)
        found = figures_of(
            spec=pinned_spec(versions[0].id),
            version_ids=[one.id for one in versions],
            weeks=weeks,
            open_days=OPEN_DAYS,
            exact=exact,
            now=timezone.now(),
        )
        return {
            "title": versions[0].form,
            "weeks": weeks,
            "spans": SPANS,
            "exact": exact,
            "smallest": SMALLEST_NUMBER_SHOWN,
            "charts": _drawn(found),
        }


def _came_in_last(listed: list[Version]) -> int | None:
    by_version = {one.id: one.form_id for one in listed}
    sent = metadata_of(Submission).filter(form_version__in=by_version).order_by("-submitted_at")
    version = sent.values_list("form_version_id", flat=True).first()
    return by_version.get(version) if version else None


def _drawn(found: FormFigures) -> list[dict[str, Any]]:
    left = f"Drafts that were deleted, have expired or were not touched for {OPEN_DAYS} days, by the last step saved."
    refused = "How often an answer was not taken until it was put right."
    took = "From the save of the step before to its own, of what was sent; pauses are left out."
    wanted: tuple[tuple[str, str, str, str, tuple[Figure, ...], Any], ...] = (
        ("weeks", "Submissions by week", "", "Week from", found.weeks, columns_of),
        ("times", "Time to complete each step (median)", took, "Step", found.times, lines_of),
        ("stopped", "Where people stopped", left, "Last step saved", found.stopped, lines_of),
        ("refused", "Errors by question", refused, "Question", found.refused, lines_of),
    )
    return [
        {
            "id": id_,
            "title": title,
            "hint": hint,
            "head": head,
            "number": "Time" if id_ == "times" else "Number",
            "figures": lines,
            "drawing": draw(lines, what=title),
        }
        for id_, title, hint, head, lines, draw in wanted
    ]
