"""Create, edit and approve forms. A draft is saved as it is; what is to be published must compile."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic import CopyViewMixin, CreateEditViewOptionalFeaturesMixin
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    InspectView,
    WorkflowActionView,
)

from forms.definitions import services
from forms.definitions.admin.control.panel import control_of
from forms.definitions.admin.errors import add_problems, summary
from forms.definitions.admin.pages import WithFormPages
from forms.definitions.admin.question_types import vocabulary
from forms.definitions.authorship import content_hash
from forms.definitions.compile import compile_form
from forms.definitions.control.comments import open_comments_warning
from forms.definitions.models import Form
from forms.definitions.usage import version_rows

CHECKED_ACTIONS = frozenset({"publish", "submit", "restart-workflow"})
SUBMITTING = frozenset({"submit", "restart-workflow"})
APPROVE = "approve"
NOT_YET = "The form cannot be published yet. Put this right first:"


class FormEditing(CreateEditViewOptionalFeaturesMixin):
    """What creating and editing a form have in common.

    Nothing is saved by itself while somebody types: a save makes an author, and makes the keys.
    """

    overwrite_revision = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False
        # Required inputs are for compiling to ask for, which says everything at once.
        self.saving_as_draft = request.method == "POST"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "vocabulary": vocabulary()}

    @property
    def approves(self) -> bool:
        """Say whether a workflow's approval, which may publish, was asked for."""
        return bool(self.action == "workflow-action" and self.workflow_action == APPROVE)

    def is_valid(self, form: WagtailAdminModelForm) -> bool:
        if not super().is_valid(form):
            return False
        if getattr(self, "is_out_of_date", False):
            self.produced_error_code = "changed_elsewhere"
            self.produced_error_message = changed_elsewhere(form.instance)
            return False
        if self.action not in CHECKED_ACTIONS and not self.approves:
            return True
        lines = self._refusals(form)
        if lines:
            self.produced_error_code = "not_publishable"
            self.produced_error_message = summary(NOT_YET, lines)
        return not lines

    def _refusals(self, form: WagtailAdminModelForm) -> list[object]:
        draft = form.instance
        draft.complete_keys()
        try:
            compile_form(draft)
        except services.CompileFailed as failed:
            add_problems(form, failed.problems)
            return list(failed.problems)
        if self.action == "publish" or self.approves:
            return self._publisher_refusals(draft)
        return []

    def _publisher_refusals(self, draft: Any) -> list[object]:
        revision = draft.latest_revision if draft.pk else None
        if revision is None or content_hash(draft) != content_hash(revision.as_object()):
            return [services.OWN_WORDS]
        try:
            services.check_publisher(form=draft, revision=revision, by=self.request.user, now=timezone.now())
        except services.PUBLISH_REFUSALS as refusal:
            return [refusal]
        return []

    def save_instance(self) -> Any:
        """Save in a transaction of its own; of two who save at the same moment the second one is told."""
        draft = self.form.instance
        if draft.pk:
            rows = Form.objects.select_for_update().filter(pk=draft.pk)
            if rows.values_list("latest_revision_id", flat=True).get() != draft.latest_revision_id:
                # Wagtail shows what this says above the form, with everything that was typed.
                raise PermissionDenied(changed_elsewhere(draft))
        return super().save_instance()

    def run_action_method(self) -> HttpResponse | None:
        try:
            response: HttpResponse | None = super().run_action_method()
        except services.PUBLISH_REFUSALS as refusal:
            # Somebody else changed or published the form since it was checked.
            messages.error(self.request, summary(NOT_YET, str(refusal).splitlines()))
            return redirect(self.get_edit_url())
        if self.action in SUBMITTING and (warning := open_comments_warning(self.object)):
            messages.warning(self.request, warning)
        return response

    def get_success_message(self, instance: Any = None) -> str:
        said: str = super().get_success_message(instance)
        if self.action == "publish" or self.approves:
            return outcome_message(self.object.pk) or said
        return said


def outcome_message(form_id: int) -> str:
    """Return which version of a form is live, or what it waits for, if what was saved last is; else nothing."""
    form = Form.objects.get(pk=form_id)
    waiting = services.waiting_publication(form)
    if waiting is not None and waiting.revision_id == form.latest_revision_id:
        return f"“{form}” is approved once. {services.WAITS}"
    version = None if form.has_unpublished_changes else services.live_version(form)
    return f"Version {version.number} of “{form}” is live." if version else ""


def changed_elsewhere(form: Form) -> SafeString:
    """Return what somebody reads who saves a form that another person saved meanwhile."""
    latest = Form.objects.select_related("latest_revision__user").get(pk=form.pk).latest_revision
    who = latest.user.name if latest and latest.user else "Somebody else"
    return format_html(
        "{} saved this form while you had it open. Nothing of yours is saved yet, and nothing is lost: what "
        "you typed is below, and <a href='{}'>what they saved is kept in the history</a>. Save once more to "
        "put yours on top of it.",
        who,
        reverse("wagtailsnippets_form_definitions_form:history", args=[form.pk]),
    )


class FormCreateView(FormEditing, CreateView):
    """Draw up a form."""


class FormCopyView(CopyViewMixin, FormCreateView):
    """Draw up a form from another."""


class FormEditView(WithFormPages, FormEditing, EditView):
    """Edit a form, and publish what somebody else wrote."""


class FormWorkflowActionView(WorkflowActionView):
    """Approve from the dashboard or with a comment."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except services.PUBLISH_REFUSALS as refusal:
            messages.error(request, summary(NOT_YET, str(refusal).splitlines()))
            return redirect(self.redirect_url)
        if self.action_name == APPROVE and (said := outcome_message(self.object.pk)):
            messages.success(request, said)
        return response


class FormInspectView(WithFormPages, InspectView):
    """Show a form and its published versions."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            versions=version_rows(self.object), control=control_of(self.object), **kwargs
        )
        return context
