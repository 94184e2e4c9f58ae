"""Pages and buttons of one version of a text: read it, compare it, propose it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from agreements.kinds import Kind
from agreements.texts.comparing import ADDED, CHANGED, REMOVED, compare
from agreements.texts.compile import TextCompileFailed, compile_text
from agreements.texts.example import example_particulars, example_values
from agreements.texts.merging import merged
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.reading import spec_of_text, text_in_force
from agreements.texts.services import (
    NotADraft,
    NotApproved,
    OpenVersionExists,
    TextUnchanged,
    new_draft_from,
    propose,
    save_text_draft,
)
from agreements.texts.spec import TextSpec
from forms.definitions.compile.problems import CompileProblem
from programme.viewsets import RecordView, ServiceEditView, post_action

VIEW, CHANGE, ADD = (
    "agreements.view_textversion",
    "agreements.change_textversion",
    "agreements.add_textversion",
)


class VersionEditView(ServiceEditView):
    """The form of a draft; what stands in its way is said on the version's own page."""

    refusals = (NotADraft,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.get_object()
        if version.state != TextVersion.State.DRAFT:
            messages.warning(request, f"{version} is no draft any more, so it cannot be changed.")
            return redirect("text_versions:inspect", version.pk)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def save(self, instance: TextVersion, *, by: Any, now: datetime) -> TextVersion:
        return save_text_draft(
            text=instance.text,
            version=instance,
            title=instance.title,
            body=instance.body,
            term_months=instance.term_months,
            is_sample=instance.is_sample,
            what_changed=instance.what_changed,
            by=by,
            now=now,
        )


class VersionView(RecordView):
    """A version: its facts, what has to be put right, and what can be done with it."""

    template_name = "agreements/texts/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        is_draft = self.object.state == TextVersion.State.DRAFT
        context["problems"] = problems_of(self.object) if is_draft else ()
        context["may_change"] = is_draft and user.has_perm(CHANGE)
        return context


def problems_of(version: TextVersion) -> tuple[CompileProblem, ...]:
    """Return what has to be put right before a version can be proposed."""
    try:
        compile_text(version)
    except TextCompileFailed as failed:
        return failed.problems
    return ()


@require_GET
def read(request: HttpRequest, pk: object) -> HttpResponse:
    """Show a version as the parties will read it, with example values."""
    version = _version(request, pk, VIEW)
    kind = Kind(version.text.kind)
    spec, problems = _spec(version)
    values = example_values(programme=version.text.programme, kind=kind, term_months=version.term_months)
    context = {
        "version": version,
        "problems": problems,
        "text": merged(spec, values) if spec else None,
        "particulars": example_particulars(kind),
    }
    return render(request, "agreements/texts/read.html", context)


@require_GET
def compare_versions(request: HttpRequest, pk: object) -> HttpResponse:
    """Show what a version changes against the one before it that was in force."""
    version = _version(request, pk, VIEW)
    before = _before(version)
    spec, problems = _spec(version)
    comparison = compare(spec_of_text(before.pk) if before else TextSpec(""), spec) if spec else None
    context = {
        "version": version,
        "before": before,
        "problems": problems,
        "comparison": comparison,
        "counts": [(change, comparison.count(change)) for change in (CHANGED, ADDED, REMOVED)]
        if comparison
        else [],
    }
    return render(request, "agreements/texts/compare.html", context)


@require_POST
def propose_version(request: HttpRequest, pk: object) -> HttpResponse:
    """Propose a draft; what has to be put right first is listed on the version's page."""
    version = _version(request, pk, CHANGE)
    if problems_of(version):
        messages.error(request, "The text cannot be proposed yet. What has to be put right is listed below.")
        return redirect("text_versions:inspect", pk)
    return post_action(
        request,
        permission=CHANGE,
        action=lambda: propose(version=version, by=request.user, now=timezone.now()),
        refusals=(NotADraft, TextUnchanged, TextCompileFailed),
        done="Proposed. It is used once somebody who did not change it approves it.",
        back=reverse("text_versions:inspect", args=[pk]),
    )


@require_POST
def new_version(request: HttpRequest, pk: object) -> HttpResponse:
    """Begin a new version as a copy of the one in force, and open it for editing."""
    text = get_object_or_404(AgreementText, pk=pk)
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    try:
        version = new_draft_from(text=text, by=request.user, now=timezone.now())
    except (OpenVersionExists, NotApproved) as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement_texts:inspect", pk)
    return redirect("text_versions:edit", version.pk)


def _version(request: HttpRequest, pk: object, permission: str) -> TextVersion:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(TextVersion.objects.select_related("text__programme__product"), pk=pk)


def _spec(version: TextVersion) -> tuple[TextSpec | None, tuple[CompileProblem, ...]]:
    """Return what a version says: as frozen, or as a draft is written, unless problems stand in the way."""
    if version.state != TextVersion.State.DRAFT:
        return spec_of_text(version.pk), ()
    try:
        return compile_text(version), ()
    except TextCompileFailed as failed:
        return None, failed.problems


def _before(version: TextVersion) -> TextVersion | None:
    """Return what was in force before a version that is, and what is in force for one that is not yet."""
    if not version.is_fixed:
        return text_in_force(programme_id=version.text.programme_id, kind=version.text.kind)
    fixed = (TextVersion.State.APPROVED, TextVersion.State.WITHDRAWN)
    return (
        version.text.versions.filter(number__lt=version.number, state__in=fixed).order_by("-number").first()
    )
