"""Admin screens for records that change through services only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail.admin.views.generic import CreateView, EditView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from programme.own_records import OwnRecordsViewSet


class RecordViewSet(OwnRecordsViewSet, ModelViewSet):
    """List records and show each on a page of its own; nothing is deleted, copied or saved around a service.

    A subclass that adds or edits names a view whose `save_instance` calls one service.
    """

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    can_add = False
    can_edit = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        closed = ["delete_url_name", "history_url_name", "usage_url_name", "copy_url_name"]
        closed += [] if self.can_add else ["add_url_name"]
        closed += [] if self.can_edit else ["edit_url_name"]
        return {**common, **dict.fromkeys(closed)}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # A record's name in the list leads to its page; from there, where it can be, to its form.
        return {**super().get_index_view_kwargs(**kwargs), "edit_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        key = f"<{self.pk_path_converter}:pk>"
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"{key}/", self.inspect_view, name="inspect"),
        ]
        if self.can_add:
            patterns.append(path("new/", self.add_view, name="add"))
        if self.can_edit:
            patterns.append(path(f"{key}/edit/", self.edit_view, name="edit"))
        return patterns

    def register_admin_url_finder(self) -> None:
        """Register none: the finder leads to an edit page, which most records have not."""


class ServiceFormMixin:
    """A form whose record one service saves; what the service refuses is said above the form."""

    refusals: tuple[type[Exception], ...] = ()

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        """Call the service; return the record."""
        raise NotImplementedError

    def save_instance(self: Any) -> Any:
        return self.save(self.form.save(commit=False), by=self.request.user, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except self.refusals as refusal:
            form.add_error(None, str(refusal))
            # As the view's own is_valid does for a form that does not validate.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response

    def get_success_url(self: Any) -> str:
        namespace = self.index_url_name.partition(":")[0]
        return reverse(f"{namespace}:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class ServiceCreateView(ServiceFormMixin, CreateView):
    """A form for a new record."""


class ServiceEditView(ServiceFormMixin, EditView):
    """A form for a record's changes."""


class RecordView(InspectView):
    """One record's page; a subclass adds what it shows and the buttons of its actions."""

    page_title = "Details"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return "Not set" if value in (None, "") else value

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.edit_url_name else None

    def get_delete_url(self) -> None:
        return None


def post_action(
    request: HttpRequest,
    *,
    permission: str,
    action: Callable[[], object],
    refusals: tuple[type[Exception], ...],
    done: str,
    back: str,
) -> HttpResponse:
    """Carry out one service for a POST, say what happened, and return to `back`."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    try:
        action()
    except refusals as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)
