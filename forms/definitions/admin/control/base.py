"""What every page about one form shares: who may look, where it stands in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from forms.definitions.models import Form
from programme.reach import rows_within_reach

NAMESPACE = "wagtailsnippets_form_definitions_form"
VIEW, CHANGE, PUBLISH = (
    "form_definitions.view_form",
    "form_definitions.change_form",
    "form_definitions.publish_form",
)


def form_url(name: str, *args: object) -> str:
    """Return the address of one of the admin's pages about forms."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class OfForm(View):
    """A page about one form of the person's programmes, for those with the right that it needs."""

    needs = VIEW

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        user: User = self.request.user  # type: ignore[assignment]
        return user

    @cached_property
    def form_record(self) -> Form:
        rows = rows_within_reach(self.person, Form.objects.all())
        found: Form = get_object_or_404(rows.select_related("latest_revision"), pk=self.kwargs["pk"])
        return found

    def back(self, name: str) -> HttpResponse:
        return redirect(form_url(name, self.form_record.pk))


class FormPage(OfForm, WagtailAdminTemplateMixin, TemplateView):
    """The same with a title, a place in the admin and a template."""

    header_icon = "form"

    def get_page_subtitle(self) -> str:
        return str(self.form_record.get_latest_revision_as_object())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        form = self.form_record
        return [
            *self.breadcrumbs_items,
            {"url": form_url("list"), "label": "Forms"},
            {"url": form_url("edit", form.pk), "label": str(form.get_latest_revision_as_object())},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form_record": self.form_record,
            "urls": {
                name: form_url(name, self.form_record.pk)
                for name in ("edit", "changes", "versions", "comments", "closing", "export", "history")
            },
        }
