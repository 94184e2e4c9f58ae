"""Put the table of who may do what into the admin, and keep what its lists offer to one's own programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from content.roles import choosing  # noqa: F401  (its hook registers itself)
from content.roles.people_filters import offer_own_people
from content.roles.views import RolesPage, may_see, prepare

offer_own_people()


class _ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class RolesViewSet(ViewSet):
    """The tables of who may do what."""

    name = "roles"
    icon = "group"
    menu_label = "Who may do what"
    menu_order = 610
    add_to_settings_menu = True
    menu_item_class = _ForAdministrators

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RolesPage.as_view(), name="index"),
            path("<uuid:pk>/prepare/", prepare, name="prepare"),
        ]


@hooks.register("register_admin_viewset")
def roles_viewset() -> object:
    return RolesViewSet()
