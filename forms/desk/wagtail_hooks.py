"""Register the desk's part of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail import hooks

from forms.desk.admin.viewsets import SubmissionViewSet

RIGHTS = ("read_answers", "handle_submission", "export_submission")


@hooks.register("register_admin_viewset")
def register_viewset() -> Any:
    return SubmissionViewSet()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the rights of the desk; to change what was sent, nobody."""
    seeing = Q(content_type__app_label="form_submissions", codename="view_submission")
    return Permission.objects.filter(seeing | Q(content_type__app_label="form_desk", codename__in=RIGHTS))
