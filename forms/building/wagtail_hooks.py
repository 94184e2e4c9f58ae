"""Register this floor's part of the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from forms.building.admin.views import CHANGE, InsertIntoForm
from forms.definitions.admin.pages import FormPage, register_form_page


class BuildingViewSet(ViewSet):
    """One page for each form."""

    name = "form_building"
    url_prefix = "form-building"
    icon = "plus"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return [path("<int:form_id>/", InsertIntoForm.as_view(), name="insert")]


register_form_page(
    FormPage(
        label="Insert",
        icon="plus",
        address=lambda form: reverse("form_building:insert", args=[form.pk]),
        shown_to=lambda user: bool(user.has_perm(CHANGE)),
        order=40,
    )
)


@hooks.register("register_admin_viewset")
def register_viewset() -> BuildingViewSet:
    return BuildingViewSet()
