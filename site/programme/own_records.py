"""Admin screens that know only the records of the programmes for which a person works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from programme.reach import lookup_of, rows_within_reach


class OwnRecordsViewSet(ViewSet):
    """Screens of a model whose rows belong to programmes; another programme's rows are not there."""

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Make a view that lists, opens and offers the person's own rows only."""
        own: list[type[Any]] = [_OwnRecord]
        if issubclass(view_class, IndexView):
            own.append(_OwnRows)
        if issubclass(view_class, CreateView | EditView):
            own.append(_OwnChoices)
        return super().construct_view(type(view_class.__name__, (*own, view_class), {}), **kwargs)


class OwnSnippetChooserViewSet(SnippetChooserViewSet):
    """A chooser that offers the rows of the person's programmes, with the programme beside each."""

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Make a view that offers the person's own rows only."""
        if issubclass(view_class, BaseChooseView):
            view_class = type(view_class.__name__, (_OwnOffers, view_class), {})
        return super().construct_view(view_class, **kwargs)


class _OwnOffers:
    """The list of a chooser."""

    def get_object_list(self: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return rows_within_reach(self.request.user, rows).select_related("programme")

    @property
    def columns(self: Any) -> list[Any]:
        first, *others = super().columns  # type: ignore[misc]
        return [first, Column("programme", label="Programme"), *others]


class _OwnRecord:
    """A view of one record, or of none."""

    model: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = kwargs.get("pk")
        if key is not None and lookup_of(self.model) is not None:
            rows = self.model._default_manager.filter(pk=unquote(str(key)))
            if rows.exists() and not rows_within_reach(request.user, rows).exists():
                raise Http404("The record belongs to a programme for which this person does not work.")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class _OwnRows:
    """A list."""

    def get_base_queryset(self: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        return rows_within_reach(self.request.user, rows)

    @cached_property
    def filters(self: Any) -> Any:
        """Return what the list is narrowed by: among the person's programmes and their records."""
        found = super().filters  # type: ignore[misc]
        if found is not None:
            offer_own(found.form, self.request.user, choose_single=False)
        return found


class _OwnChoices:
    """A form."""

    def get_form(self: Any, *args: Any, **kwargs: Any) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        offer_own(form, self.request.user)
        return form


def offer_own(form: forms.BaseForm, user: Any, *, choose_single: bool = True) -> None:
    """Let every choice of a form offer the rows of the person's programmes.

    With `choose_single`, a programme that is the only one is chosen already.
    """
    for name, field in form.fields.items():
        rows = getattr(field, "queryset", None)
        if rows is None or lookup_of(rows.model) is None:
            continue
        own = rows_within_reach(user, rows)
        field.queryset = own  # type: ignore[attr-defined]
        is_programme = choose_single and lookup_of(rows.model) == "pk"
        found: list[Any] = list(own[:2]) if is_programme else []
        if len(found) == 1 and not form.is_bound:
            form.initial.setdefault(name, found[0].pk)
