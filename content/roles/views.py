"""The table of who may do what in the admin, and the button that prepares a programme's roles."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from content.reviewing.workflow import ensure_review
from content.roles.models import RoleGroup
from content.roles.reach import EVERY_PROGRAMME, programmes_of
from content.roles.services import ensure_roles
from content.roles.table import table_of
from programme.models import Programme
from programme.viewsets import post_action

VIEW = "content_roles.view_rolegroup"


def may_see(user: Any) -> bool:
    """Say whether a person may read the tables."""
    return bool(user.has_perm(VIEW) or user.has_perm(EVERY_PROGRAMME))


class RolesPage(WagtailAdminTemplateMixin, TemplateView):
    """Each programme of the person with its table."""

    template_name = "roles/admin/roles.html"
    page_title = "Who may do what"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reached = programmes_of(self.request.user).select_related("site__root_page")
        prepared = set(RoleGroup.objects.values_list("programme", flat=True))
        return {
            **super().get_context_data(**kwargs),
            "tables": [(one, table_of(one)) for one in reached if one.pk in prepared],
            "unprepared": [one for one in reached if one.pk not in prepared],
            "may_prepare": self.request.user.has_perm(EVERY_PROGRAMME),
        }


@require_POST
def prepare(request: HttpRequest, pk: Any) -> HttpResponse:
    """Prepare the roles and the workflow of a programme."""
    programme = get_object_or_404(Programme.objects.select_related("site__root_page"), pk=pk)

    def prepared() -> None:
        now = timezone.now()
        ensure_roles(programme=programme, by=request.user, now=now)
        ensure_review(programme=programme, by=request.user, now=now)

    return post_action(
        request,
        permission=EVERY_PROGRAMME,
        action=prepared,
        refusals=(),
        done=f"The roles of {programme.name} are prepared. Give them to people under People.",
        back=reverse("roles:index"),
    )
