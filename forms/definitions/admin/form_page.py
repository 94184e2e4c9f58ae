"""A page of the admin about one form, for whoever may change or publish it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from forms.definitions.admin.pages import WithFormPages
from forms.definitions.models import Form
from programme.reach import rows_within_reach

RIGHTS = ("form_definitions.change_form", "form_definitions.publish_form")


def holds_right(user: Any) -> bool:
    """Say whether a person works on forms."""
    return any(user.has_perm(right) for right in RIGHTS)


class AboutOneForm(WithFormPages, WagtailAdminTemplateMixin, TemplateView):
    """Show something of one form, as its latest draft has it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not holds_right(request.user):
            raise PermissionDenied
        found = rows_within_reach(request.user, Form.objects.filter(pk=kwargs["form_id"])).first()
        if found is None:
            raise Http404("There is no such form in your programmes.")
        self.form = found
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    @cached_property
    def draft(self) -> Form:
        """Return the form as its latest revision has it."""
        found: Form = self.form.get_latest_revision_as_object()
        return found

    @property
    def edit_url(self) -> str:
        return reverse("wagtailsnippets_form_definitions_form:edit", args=[self.form.pk])

    def get_form_of_pages(self) -> Form:
        return self.form

    def get_page_subtitle(self) -> str:
        return str(self.draft.title or self.form.title)

    @property
    def header_buttons(self) -> list[Any]:  # type: ignore[override]
        return [HeaderButton("Edit", url=self.edit_url, icon_name="edit", priority=1)]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_form_definitions_form:list"), "label": "Forms"},
            {"url": self.edit_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]
