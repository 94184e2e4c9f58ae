"""Put rules and tasks into the admin, and keep the pages that rules name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from content.rules.models import Rule
from content.rules.viewsets import RuleViewSet, TodoList, done


@hooks.register("register_admin_viewset")
def rule_viewset() -> object:
    return RuleViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    own = [path("", TodoList.as_view(), name="index"), path("<uuid:pk>/done/", done, name="done")]
    return [path("tasks/", include((own, "todos")))]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="content_rules")


@hooks.register("before_delete_page")
def keep_sections_of_rules(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page that a rule names, or one above it."""
    rule = Rule.objects.filter(section__path__startswith=page.path).first()
    if rule is None:
        return None
    messages.error(
        request,
        f"“{page.title}” was not deleted: the content rule “{rule}” is about it. Change that rule first.",
    )
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_sections_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for several pages at once."""
    if action_type != "delete":
        return None
    refusals = (keep_sections_of_rules(request, one) for one in objects if isinstance(one, Page))
    return next((one for one in refusals if one is not None), None)
