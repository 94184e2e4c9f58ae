"""Register the library's part of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils import timezone
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from content.library.models import Category, Document
from content.library.permissions import KeptCategories, KeptDocuments
from content.library.services.categorising import save_category
from content.library.services.details import Relations, save_details
from programme.own_records import OwnRecordsViewSet, OwnSnippetChooserViewSet

# For exactly this class: Wagtail registers its own policy for documents, now or later.
register_permission_policy(Document, KeptDocuments(), exact_class=True)


register_permission_policy(Category, KeptCategories(), exact_class=True)


class AddCategory(CreateView):
    """A form for a new category."""

    def save_instance(self) -> Category:
        return _saved(self.form, self.request)


class EditCategory(EditView):
    """A form for a category's changes."""

    def save_instance(self) -> Category:
        return _saved(self.form, self.request)


def _saved(form: Any, request: HttpRequest) -> Category:
    return save_category(category=form.save(commit=False), by=request.user, now=timezone.now())  # type: ignore[arg-type]


class CategoryViewSet(OwnRecordsViewSet, SnippetViewSet):
    """Categories, under Snippets."""

    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "programme", "position"]
    list_filter = ["programme"]
    add_view_class, edit_view_class = AddCategory, EditCategory
    copy_view_enabled = False
    chooser_viewset_class = OwnSnippetChooserViewSet


register_snippet(CategoryViewSet)


@hooks.register("register_admin_urls")
def register_pages() -> list[URLResolver]:
    return [path("library/", include("content.library.admin.urls"))]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the right to put documents in force."""
    return Permission.objects.filter(content_type__app_label="content_library", codename="enforce_document")


@hooks.register("before_bulk_action")
def move_with_an_event(
    request: HttpRequest, action_type: str, objects: Iterable[Document], action: Any
) -> None:
    """Move several documents as one is moved: a collection may be private, so it decides who may download."""
    if action.model is not Document or action_type != "add_to_collection":
        return
    for document in objects:
        document.collection = action.cleaned_form.cleaned_data["collection"]
        save_details(document=document, relations=Relations(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
