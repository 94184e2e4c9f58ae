"""Register the library's part of the admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.library.models import Category, Document
from content.library.permissions import KeptDocuments
from programme.own_records import OwnRecordsViewSet, OwnSnippetChooserViewSet

# For exactly this class: Wagtail registers its own policy for documents, now or later.
register_permission_policy(Document, KeptDocuments(), exact_class=True)


class CategoryViewSet(OwnRecordsViewSet, SnippetViewSet):
    """Categories, under Snippets."""

    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "programme", "position"]
    list_filter = ["programme"]
    chooser_viewset_class = OwnSnippetChooserViewSet


register_snippet(CategoryViewSet)


@hooks.register("register_admin_urls")
def register_pages() -> list[URLResolver]:
    return [path("library/", include("content.library.admin.urls"))]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the right to put documents in force."""
    return Permission.objects.filter(content_type__app_label="content_library", codename="enforce_document")
