"""Where the admin's pages about restricted tasks live, and their line on its first page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from forms.registration.admin.views import TASKS, TaskDetail, TaskList
from forms.registration.models import RestrictedTask
from forms.registration.rights import HANDLE, tasks_for
from forms.routing.attention import AttentionLine, attention


class _OnlyWithTheRight(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(TASKS.user_has_permission(request.user, HANDLE))


class TaskViewSet(ViewSet):
    """List and page of restricted tasks."""

    name = "restricted_tasks"
    icon = "warning"
    menu_label = "Restricted tasks"
    menu_order = 220
    add_to_admin_menu = True
    menu_item_class = _OnlyWithTheRight

    def get_urlpatterns(self) -> list[Any]:
        listing = {
            "index_url_name": "restricted_tasks:index",
            "index_results_url_name": "restricted_tasks:index_results",
            "header_icon": self.icon,
        }
        return [
            path("", TaskList.as_view(**listing), name="index"),
            path("results/", TaskList.as_view(results_only=True, **listing), name="index_results"),
            path("<uuid:pk>/", TaskDetail.as_view(), name="detail"),
        ]


@attention
def open_tasks(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report open tasks, and those past their day, to people with the right to them."""
    if not TASKS.user_has_permission(request.user, HANDLE):
        return
    waiting = tasks_for(request.user).filter(state=RestrictedTask.State.OPEN)
    late = waiting.filter(due_on__lt=timezone.localdate()).count()
    address = f"{reverse('restricted_tasks:index')}?state={RestrictedTask.State.OPEN}"
    yield AttentionLine(
        late,
        "restricted task past the day it was due",
        "restricted tasks past the day they were due",
        address,
        urgent=True,
    )
    yield AttentionLine(waiting.count(), "restricted task open", "restricted tasks open", address)
