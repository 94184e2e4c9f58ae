"""Where the desk's pages live in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from forms.desk.admin import attention  # noqa: F401  (its lines register themselves)
from forms.desk.admin.detail import (
    AssignSubmission,
    NoteSubmission,
    SubmissionDetail,
    TagSubmission,
    UntagSubmission,
)
from forms.desk.admin.exports import ExportPage, OneExport, TakeExport
from forms.desk.admin.figures import Figures
from forms.desk.admin.files import TakeFile
from forms.desk.admin.index import DeleteFilter, SaveFilter, SearchSubmissions, SubmissionList
from forms.desk.admin.jobs import BeginJob, JobList, JobPage
from forms.desk.admin.pages import NAMESPACE
from forms.desk.rights import VIEW


class _OnlyForThoseWithTheRight(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


class SubmissionViewSet(ViewSet):
    """List, pages, bulk actions, exports and charts of submissions; nobody changes what was sent."""

    name = NAMESPACE
    url_prefix = "submissions"
    icon = "form"
    menu_label = "Submissions"
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = _OnlyForThoseWithTheRight

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", SubmissionList.as_view(), name="index"),
            path("search/", SearchSubmissions.as_view(), name="search"),
            path("filters/", SaveFilter.as_view(), name="save_filter"),
            path("filters/<uuid:pk>/delete/", DeleteFilter.as_view(), name="delete_filter"),
            path("bulk/", JobList.as_view(), name="jobs"),
            path("bulk/begin/", BeginJob.as_view(), name="begin_job"),
            path("bulk/<uuid:pk>/", JobPage.as_view(), name="job"),
            path("export/", ExportPage.as_view(), name="exports"),
            path("export/<uuid:pk>/", OneExport.as_view(), name="export"),
            path("export/<uuid:pk>/file/", TakeExport.as_view(), name="take_export"),
            path("charts/", Figures.as_view(), name="figures"),
            path("charts/<int:form>/", Figures.as_view(), name="figures_of_form"),
            path("<uuid:pk>/", SubmissionDetail.as_view(), name="detail"),
            path("<uuid:pk>/file/<uuid:file>/", TakeFile.as_view(), name="file"),
            path("<uuid:pk>/assign/", AssignSubmission.as_view(), name="assign"),
            path("<uuid:pk>/tags/", TagSubmission.as_view(), name="tag"),
            path("<uuid:pk>/tags/<uuid:tag>/remove/", UntagSubmission.as_view(), name="untag"),
            path("<uuid:pk>/notes/", NoteSubmission.as_view(), name="note"),
        ]
