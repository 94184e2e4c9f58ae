"""Deleted drafts in the admin, and the button that brings one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from content.drafts.deleting import KEPT_FOR, CannotRestore, restore
from content.drafts.models import DeletedDraft
from content.roles.reach import programmes_of

VIEW, RESTORE = "content_drafts.view_deleteddraft", "content_drafts.restore_deleteddraft"


class DeletedDrafts(WagtailAdminTemplateMixin, TemplateView):
    """What was deleted within 30 days in the person's programmes."""

    template_name = "drafts/admin/deleted.html"
    page_title = "Deleted drafts"
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = DeletedDraft.objects.filter(programme__in=programmes_of(self.request.user))
        rows = found.select_related("deleted_by").defer("content")
        return {
            **super().get_context_data(**kwargs),
            "rows": [(one, one.deleted_at + KEPT_FOR) for one in rows],
            "may_restore": self.request.user.has_perm(RESTORE),
        }


@require_POST
def bring_back(request: HttpRequest, pk: Any) -> HttpResponse:
    """Bring a draft of the person's programmes back."""
    if not request.user.has_perm(RESTORE):
        raise PermissionDenied
    deleted = get_object_or_404(DeletedDraft, pk=pk, programme__in=programmes_of(request.user))
    try:
        page = restore(deleted=deleted, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except CannotRestore as refusal:
        messages.error(request, str(refusal))
        return redirect("deleted_drafts:index")
    messages.success(request, "The draft is back.")
    return redirect("wagtailadmin_pages:edit", page.pk)
