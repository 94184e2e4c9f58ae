"""What Wagtail's admin learns from this floor."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from forms.registration.admin.viewsets import TaskViewSet


@hooks.register("register_admin_viewset")
def task_pages() -> TaskViewSet:
    """Show restricted tasks to those who may handle them."""
    return TaskViewSet()


@hooks.register("register_permissions")
def task_permission() -> QuerySet[Permission]:
    """Let administrators give the right to handle restricted tasks to a group."""
    return Permission.objects.filter(
        content_type__app_label="form_registration", codename="handle_restrictedtask"
    )
