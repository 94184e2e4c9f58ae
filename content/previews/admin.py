"""The links of one page in the admin: make, list, revoke."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from content.previews.models import MOST_DAYS, PreviewLink
from content.previews.services import NewLink, PreviewRefused, make_link, revoke_link


class DaysForm(forms.Form):
    """For how long a link holds."""

    days = forms.IntegerField(label="Days until the link ends", min_value=1, max_value=MOST_DAYS, initial=7)


class PageLinks(WagtailAdminTemplateMixin, TemplateView):
    """The links to one page's draft. A new one is shown this once: its token is not kept."""

    template_name = "previews/admin/links.html"
    page_title = "Share the draft"
    header_icon = "link"
    made: NewLink | None = None

    @cached_property
    def page(self) -> Page:
        return page_to_share(self.request, self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.get_page_subtitle(),
        }
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        links = PreviewLink.objects.filter(page=self.page).select_related("created_by")
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "form": kwargs.get("form") or DaysForm(),
            "links": [(link, link.holds_at(now), link.openings.first()) for link in links],
            "made": self.made,
            "address": self.request.build_absolute_uri(reverse("previews:draft", args=[self.made.token]))
            if self.made
            else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DaysForm(request.POST)
        if form.is_valid():
            try:
                self.made = make_link(
                    page=self.page,
                    days=form.cleaned_data["days"],
                    by=request.user,  # type: ignore[arg-type]
                    now=timezone.now(),
                )
            except PreviewRefused as refusal:
                form.add_error("days", str(refusal))
        response = self.render_to_response(self.get_context_data(form=form))
        response["Cache-Control"] = "private, no-store"
        return response


@require_POST
def revoke(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a link, for whoever may share the page."""
    link = get_object_or_404(PreviewLink, pk=pk, page__isnull=False)
    page = page_to_share(request, link.page_id)
    revoke_link(link=link, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, "The link shows nothing any more.")
    return redirect("preview_links:index", page.pk)


def page_to_share(request: HttpRequest, page_id: Any) -> Page:
    """Return a page that the person may change; raise PermissionDenied for any other."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page
