"""What every page of the register shares: who may see it, its place in the admin, its programme."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from agreements.models import Agreement
from programme.current import programme_of
from programme.models import Programme

AGREEMENTS = ModelPermissionPolicy(Agreement)
NAMESPACE = "agreement_register"


class RegisterPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may see agreements; `may_manage` says whether it offers to change them."""

    permission_policy = AGREEMENTS
    any_permission_required = ["view", "manage"]
    header_icon = "clipboard-list"

    @property
    def person(self) -> User:
        """Return the signed-in person: the admin's door lets nobody else in."""
        user: User = self.request.user  # type: ignore[assignment]
        return user

    @property
    def may_manage(self) -> bool:
        return bool(AGREEMENTS.user_has_permission(self.request.user, "manage"))

    @cached_property
    def programme(self) -> Programme:
        return programme_shown(self.request)

    def trail(self) -> list[tuple[str, str]]:
        """Return the pages between the register and this one, as address and label."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": "Agreements"},
            *({"url": url, "label": label} for url, label in self.trail()),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_manage": self.may_manage}


class ManagingPage(RegisterPage):
    """A page for those who may change agreements."""

    any_permission_required = ["manage"]


def programme_shown(request: HttpRequest) -> Programme:
    """Return the programme whose register a request shows: the site's own, else the first there is."""
    programme = programme_of(request) or Programme.objects.first()
    if programme is None:
        raise Http404("There is no programme yet.")
    return programme
