"""Where this floor's pages about one form live, and their buttons."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail.admin.viewsets.base import ViewSet

from forms.definitions.admin.disclosures import DisclosureTable
from forms.definitions.admin.form_page import holds_right
from forms.definitions.admin.map import MapOfForm
from forms.definitions.admin.pages import FormPage, register_form_page


class FormPagesViewSet(ViewSet):
    """Pages about one form beside its editor."""

    name = "form_pages"
    url_prefix = "form-pages"
    icon = "form"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:form_id>/disclosures/", DisclosureTable.as_view(), name="disclosures"),
            path("<int:form_id>/map/", MapOfForm.as_view(), name="map"),
        ]


def register_pages() -> None:
    """Give the pages their buttons in the header of the editor."""
    for label, icon, name, order in (
        ("Who receives what", "group", "disclosures", 20),
        ("Map", "site", "map", 30),
    ):
        register_form_page(FormPage(label, icon, _address(name), holds_right, order))


def _address(name: str) -> Any:
    return lambda form: reverse(f"form_pages:{name}", args=[form.pk])
