"""The reports about content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from content.reports import rows
from content.reports.base import ContentReport
from content.roles.reach import pages_of, programmes_of


class WaitingReport(ContentReport):
    """What waits for a review or a certificate, until when, and what was said last."""

    page_title = "Waiting pages"
    name = "waiting_pages"
    header_icon = "tasks"
    index_url_name, index_results_url_name = "waiting_pages_report", "waiting_pages_report_results"
    headings = {
        "title": "Page",
        "step": "Waits for",
        "asked_by": "Asked for by",
        "since": "Since",
        "due_on": "Due on",
        "state": "State",
        "comment": "Said last",
    }

    def rows(self) -> Sequence[Any]:
        return rows.waiting(pages_of(self.request.user), on=timezone.localdate())


class AgeingReport(ContentReport):
    """Live pages that nobody published anew for a year."""

    page_title = "Ageing pages"
    name = "ageing_pages"
    header_icon = "time"
    index_url_name, index_results_url_name = "ageing_pages_report", "ageing_pages_report_results"
    headings = {"title": "Page", "last_published": "Last published", "prepared_on": "Date of preparation"}

    def rows(self) -> Sequence[Any]:
        return rows.ageing(pages_of(self.request.user), on=timezone.localdate())


class NoJobCodeReport(ContentReport):
    """Pages without a job code."""

    page_title = "Without job code"
    name = "without_job_code"
    header_icon = "warning"
    index_url_name, index_results_url_name = "without_job_code_report", "without_job_code_report_results"
    headings = {"title": "Page", "kind": "Type", "state": "State"}

    def rows(self) -> Sequence[Any]:
        return rows.without_job_code(pages_of(self.request.user))


class EndingReport(ContentReport):
    """Certificates, pages and documents that end within 90 days."""

    page_title = "Ending soon"
    name = "ending_soon"
    header_icon = "date"
    index_url_name, index_results_url_name = "ending_soon_report", "ending_soon_report_results"
    headings = {"title": "Material", "what": "What ends", "ends_on": "On", "days_left": "Days left"}

    def rows(self) -> Sequence[Any]:
        user = self.request.user
        return rows.ending(programmes_of(user), pages_of(user), on=timezone.localdate())


class MostReadReport(ContentReport):
    """How often live pages were read within 90 days."""

    page_title = "Most read"
    name = "most_read"
    header_icon = "view"
    index_url_name, index_results_url_name = "most_read_report", "most_read_report_results"
    headings = {"title": "Page", "reads": f"Read within {rows.READ_DAYS} days"}

    def rows(self) -> Sequence[Any]:
        return rows.most_read(pages_of(self.request.user), on=timezone.localdate())


class WorstRatedReport(ContentReport):
    """Every live version with votes by what readers think of it, the lowest first."""

    page_title = "Worst rated"
    name = "worst_rated"
    header_icon = "pick"
    index_url_name, index_results_url_name = "worst_rated_report", "worst_rated_report_results"
    headings = {"title": "Page", "average": "Average, 1 to 5", "votes": "Votes"}

    def rows(self) -> Sequence[Any]:
        return rows.worst(programmes_of(self.request.user))


REPORTS = (WaitingReport, AgeingReport, NoJobCodeReport, EndingReport, MostReadReport, WorstRatedReport)
