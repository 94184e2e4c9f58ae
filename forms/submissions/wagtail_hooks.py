"""Register this floor's part of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from forms.submissions.admin.viewsets import SubmissionViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> Any:
    return SubmissionViewSet()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the right to open the list; to change a submission, nobody."""
    return Permission.objects.filter(content_type__app_label="form_submissions", codename="view_submission")
