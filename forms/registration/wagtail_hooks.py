"""What Wagtail's admin learns from this floor."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from forms.registration.admin.viewsets import TaskViewSet
from forms.registration.rights import APP, RIGHTS


@hooks.register("register_admin_viewset")
def task_pages() -> TaskViewSet:
    """Show restricted tasks to those who may handle them."""
    return TaskViewSet()


@hooks.register("register_permissions")
def task_permission() -> QuerySet[Permission]:
    """Let administrators give a group the right to handle a kind of restricted task."""
    return Permission.objects.filter(content_type__app_label=APP, codename__in=RIGHTS.values())
