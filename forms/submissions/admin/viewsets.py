"""Where the admin's pages about submissions live."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from forms.submissions.admin.views import SubmissionDetail, SubmissionList


class _OnlyForThoseWithTheRight(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("form_submissions.view_submission"))


class SubmissionViewSet(ViewSet):
    """List and page of submissions; nobody changes one here."""

    name = "submissions_admin"
    url_prefix = "submissions"
    icon = "form"
    menu_label = "Submissions"
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = _OnlyForThoseWithTheRight

    def get_urlpatterns(self) -> list[Any]:
        listing = {
            "index_url_name": "submissions_admin:index",
            "index_results_url_name": "submissions_admin:index_results",
            "header_icon": self.icon,
        }
        return [
            path("", SubmissionList.as_view(**listing), name="index"),
            path("results/", SubmissionList.as_view(results_only=True, **listing), name="index_results"),
            path("<uuid:pk>/", SubmissionDetail.as_view(), name="detail"),
        ]
