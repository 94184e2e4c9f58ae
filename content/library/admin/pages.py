"""The pages of a document's versions in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from accounts.models import User
from content.certification.services.signatories import current_signatories
from content.certification.statement import statement_of
from content.job_codes.services import JobCodeTaken
from content.library.admin.comparing import compare
from content.library.admin.forms import VersionForm
from content.library.admin.rows import rows_of, waiting_wording
from content.library.models import Document, DocumentVersion, VersionText
from content.library.permissions import may_enforce
from content.library.refusals import LibraryRefused
from content.library.services.uploading import add_version
from scanning import scanner


class OfDocument(View):
    """A page about one document, for those who may change it."""

    @property
    def person(self) -> User:
        user: User = self.request.user  # type: ignore[assignment]
        return user

    @cached_property
    def document(self) -> Document:
        rows = Document.objects.select_related("current", "programme")
        found: Document = get_object_or_404(rows, pk=self.kwargs["pk"])
        policy = policy_registry.get_by_type(Document)
        if not policy.user_has_permission_for_instance(self.person, "change", found):
            raise PermissionDenied
        return found

    def version(self, number: int) -> DocumentVersion:
        return get_object_or_404(
            DocumentVersion.objects.select_related("document"), document=self.document, number=number
        )

    def back(self) -> HttpResponse:
        return redirect("library_admin:versions", self.document.pk)


class DocumentPage(OfDocument, WagtailAdminTemplateMixin, TemplateView):
    """The same with a title, a place in the admin and a template."""

    header_icon = "doc-full-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtaildocs:index"), "label": "Documents"},
            {"url": reverse("wagtaildocs:edit", args=[self.document.pk]), "label": self.document.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "document": self.document}


class Versions(DocumentPage):
    """Every version of a document: what it is, who uploaded it, how it stands, how often it was downloaded."""

    template_name = "library/admin/versions.html"

    def get_page_title(self) -> str:
        return f"Versions of “{self.document.title}”"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.document.versions.select_related("uploaded_by", "restores")
        today = timezone.localdate()
        # Counting groups the rows, and grouped rows are in no order of their own.
        counted = versions.annotate(downloaded=Sum("downloads__number")).order_by("-number")
        rows = rows_of(list(counted), self.document, on=today)
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "waiting": waiting_wording(self.document, rows),
            "may_certify": current_signatories(programme=self.document.programme, on=today)
            .filter(user=self.person)
            .exists(),
            "statement": statement_of(self.document.programme),
            "may_enforce": may_enforce(self.person),
            "scanner_missing": scanner() is None,
        }


class AddVersion(DocumentPage):
    """Take another file: a new version, which readers get once it is put in force."""

    template_name = "library/admin/add_version.html"

    def get_page_title(self) -> str:
        return f"Add a version of “{self.document.title}”"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = VersionForm(request.POST, request.FILES, newest=self.newest)
        if form.is_valid():
            try:
                add_version(
                    document=self.document,
                    file=form.checked_file,
                    declarations=form.declarations(),
                    note=form.cleaned_data["note"],
                    by=self.person,
                    now=timezone.now(),
                )
            except (LibraryRefused, JobCodeTaken) as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, "The version was added. Readers get it once it is put in force.")
                return self.back()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @cached_property
    def newest(self) -> DocumentVersion:
        newest: DocumentVersion = self.document.versions.order_by("-number")[0]
        return newest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", VersionForm(newest=self.newest))
        return super().get_context_data(**kwargs)


class CompareVersions(DocumentPage):
    """What the words of two versions have not in common."""

    template_name = "library/admin/compare.html"

    def get_page_title(self) -> str:
        return f"Version {self.kwargs['older']} and version {self.kwargs['newer']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        older, newer = (self.version(self.kwargs[name]) for name in ("older", "newer"))
        texts = dict(VersionText.objects.filter(version__in=[older, newer]).values_list("version", "text"))
        return {
            **super().get_context_data(**kwargs),
            "passages": compare(texts.get(older.pk, ""), texts.get(newer.pk, "")),
            "readable": bool(texts),
            "same_file": older.sha256 == newer.sha256,
        }
