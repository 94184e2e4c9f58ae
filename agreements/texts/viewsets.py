"""The texts of agreements in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import URLPattern, path
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from agreements.texts import views
from agreements.texts.forms import EDITOR
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.views import VersionEditView, VersionView
from programme.viewsets import RecordView, RecordViewSet

OPEN_STATES = (TextVersion.State.DRAFT, TextVersion.State.PROPOSED)


def in_force_in_words(text: AgreementText) -> str:
    """Return which version is used, for the list; `versions` come newest first."""
    newest = next((one for one in text.versions.all() if one.state == TextVersion.State.APPROVED), None)
    if newest is None:
        return "None yet"
    return f"Version {newest.number} (sample text)" if newest.is_sample else f"Version {newest.number}"


def open_in_words(text: AgreementText) -> str:
    """Return what is being written or waits for approval, for the list."""
    version = next((one for one in text.versions.all() if one.state in OPEN_STATES), None)
    return f"Version {version.number}: {version.get_state_display().lower()}" if version else "None"


class TextListView(IndexView):
    """All texts, with what is in force and what is being written."""

    def get_base_queryset(self) -> QuerySet[AgreementText]:
        texts: QuerySet[AgreementText] = super().get_base_queryset()
        versions = TextVersion.objects.defer("body", "spec").order_by("-number")
        return texts.select_related("programme").prefetch_related(Prefetch("versions", queryset=versions))


class TextView(RecordView):
    """A text with all its versions."""

    template_name = "agreements/texts/text.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        versions = list(
            self.object.versions.defer("body", "spec").select_related("approved_by").order_by("-number")
        )
        is_open = any(version.state in OPEN_STATES for version in versions)
        is_approved = any(version.state == TextVersion.State.APPROVED for version in versions)
        may_add = self.request.user.has_perm(views.ADD)
        context["versions"] = versions
        context["may_begin"] = may_add and is_approved and not is_open
        return context


class AgreementTextViewSet(RecordViewSet):
    model = AgreementText
    name = "agreement_texts"
    icon = "doc-full"
    menu_label = "Agreement texts"
    menu_order = 340
    add_to_admin_menu = True
    index_view_class, inspect_view_class = TextListView, TextView
    list_display = [
        "__str__",
        "programme",
        Column("in_force", label="In force", accessor=in_force_in_words),
        Column("open", label="Being written or waiting", accessor=open_in_words),
    ]
    inspect_view_fields = ["programme", "kind"]
    inspect_template_name = TextView.template_name

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/new-version/", views.new_version, name="new_version"),
        ]


class TextVersionViewSet(RecordViewSet):
    model = TextVersion
    name = "text_versions"
    icon = "doc-full"
    menu_label = "Versions of agreement texts"
    can_edit = True
    edit_view_class, inspect_view_class = VersionEditView, VersionView
    edit_handler = EDITOR
    list_display = ["__str__", "state", "proposed_at", "approved_at"]
    list_filter = ["state"]
    inspect_view_fields = [
        "state", "title", "term_months", "is_sample", "what_changed", "created_at", "proposed_at", "approved_at",
        "approved_by", "sha256",
    ]  # fmt: skip
    inspect_template_name = VersionView.template_name

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/read/", views.read, name="read"),
            path("<uuid:pk>/compare/", views.compare_versions, name="compare"),
            path("<uuid:pk>/propose/", views.propose_version, name="propose"),
        ]
