"""What Wagtail itself links to. Its own view would hand out the newest version, in force or not."""

from __future__ import annotations

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from content.library.views import by_key

urlpatterns = [
    re_path(r"^(\d+)/(.*)$", by_key, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
