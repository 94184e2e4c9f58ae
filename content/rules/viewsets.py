"""Rules and their tasks in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin

from content.roles.reach import programmes_of
from content.roles.rights import ADMIN
from content.rules.forms import RuleForm
from content.rules.lists import open_todos_for
from content.rules.models import Rule, Todo
from content.rules.services import RuleRefused, finish, save_rule
from programme.viewsets import (
    RecordView,
    RecordViewSet,
    ServiceCreateView,
    ServiceEditView,
    ServiceFormMixin,
    post_action,
)


class _OfOwnProgrammes:
    """Views that know only the rules of the person's programmes."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        own = programmes_of(self.request.user)  # type: ignore[attr-defined]
        return get_object_or_404(Rule.objects.filter(programme__in=own), pk=found.pk)


class _Saved(ServiceFormMixin):
    refusals = (RuleRefused,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return save_rule(rule=instance, by=by, now=now)


class RuleList(IndexView):
    def get_base_queryset(self) -> QuerySet[Rule]:
        found: QuerySet[Rule] = super().get_base_queryset()
        return found.filter(programme__in=programmes_of(self.request.user))


class AddView(_Saved, ServiceCreateView):
    """A new rule."""


class ChangeView(_OfOwnProgrammes, _Saved, ServiceEditView):
    """A rule's changes."""


class RuleView(_OfOwnProgrammes, RecordView):
    """One rule."""


class RuleViewSet(RecordViewSet):
    """Rules: added, changed and switched off, never deleted, so that what they did can be explained."""

    model = Rule
    name = "content_rules"
    icon = "cogs"
    menu_label = "Content rules"
    menu_order = 620
    add_to_settings_menu = True
    can_add = can_edit = True
    index_view_class = RuleList
    add_view_class, edit_view_class, inspect_view_class = AddView, ChangeView, RuleView
    list_display = ["name", "programme", "event", "action", "group", "active"]
    inspect_view_fields = [
        "programme", "name", "event", "below", "section", "page_type", "label", "action", "group", "days",
        "active",
    ]  # fmt: skip

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        return RuleForm


class TodoList(WagtailAdminTemplateMixin, TemplateView):
    """The person's open tasks."""

    template_name = "rules/admin/todos.html"
    page_title = "Tasks"
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        todos = [(one, one.due_on < today) for one in open_todos_for(self.request.user)]
        return {**super().get_context_data(**kwargs), "todos": todos}


@require_POST
def done(request: HttpRequest, pk: Any) -> HttpResponse:
    """Mark a task of the person's groups as done."""
    todo = get_object_or_404(Todo.objects.select_related("rule"), pk=pk)
    return post_action(
        request,
        permission=ADMIN,
        action=lambda: finish(todo=todo, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        refusals=(RuleRefused,),
        done="Done.",
        back=reverse("todos:index"),
    )
