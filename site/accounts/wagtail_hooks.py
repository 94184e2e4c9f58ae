"""Put people into the admin, and close Wagtail's own user screens, which know no invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from accounts.models import User
from accounts.viewsets import InvitationViewSet, PersonViewSet


@hooks.register("register_admin_viewset")
def people_viewsets() -> list[object]:
    return [PersonViewSet(), InvitationViewSet()]


@hooks.register("construct_settings_menu")
def hide_wagtails_users(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "users"]


@hooks.register("before_create_user")
def invite_instead(request: HttpRequest) -> HttpResponse:
    messages.info(request, "People come in by invitation.")
    return redirect("invitations:add")


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def show_instead(request: HttpRequest, user: User) -> HttpResponse:
    return redirect("people:inspect", user.pk)


@hooks.register("before_bulk_action")
def no_bulk_changes_of_people(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if User not in action.models:
        return None
    messages.error(request, "People are changed one by one.")
    return redirect("people:index")
