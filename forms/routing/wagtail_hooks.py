"""Register this floor's part of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks

from forms.routing.admin.panels import AttentionPanel
from forms.routing.admin.viewsets import DeliveryViewSet, JobViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [DeliveryViewSet(), JobViewSet()]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the right to see and to operate deliveries; to change rows, nobody."""
    return Permission.objects.filter(
        content_type__app_label="form_routing", codename__in=["view_delivery", "operate_delivery"]
    )


@hooks.register("construct_homepage_panels")
def add_attention_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(AttentionPanel())
