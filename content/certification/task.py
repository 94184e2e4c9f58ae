"""The step of a workflow at which a registered signatory certifies: nobody else, superusers included."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from content.certification.refusals import CertificationRefused, NotCertified


class CertificationLock(WorkflowLock):
    """Nobody edits what is being certified: what is signed has to be what was read."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        """Say why nobody edits, and lead whoever may decide to where they do: the editor offers them nothing."""
        said = (
            "This page is being certified, so nobody edits it. To go on editing, cancel the workflow or have "
            "the page sent back."
        )
        state = self.object.current_workflow_task_state
        if state is None or not self.task.may_certify(self.object, user):
            return said
        address = reverse("certification:decide", args=[state.pk])
        return format_html('{} <a href="{}">Read and certify it</a>', said, address)


class CertificationTask(Task):
    """A step that ends with a certificate. What is certified is shown and signed on a page of its own."""

    lock_class = CertificationLock

    class Meta:
        verbose_name = "certification"
        verbose_name_plural = "certifications"

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let signatories see the page in the editor, locked as it is for everybody."""
        return self.may_certify(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Offer whoever may certify the way to the page on which they do; nothing is decided in the editor."""
        return [("read", "Read and certify", False)] if self.may_certify(obj, user) else []

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **data: Any) -> str:
        """Lead to the page on which a signatory decides; raise NotCertified for any other action."""
        if action_name != "read":
            raise NotCertified("A signatory decides on the page that shows every rendering.")
        return reverse("certification:decide", args=[task_state.pk])

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> models.QuerySet[TaskState]:
        """Return the states that wait for this person: of programmes that they certify for, and not their own."""
        waiting = TaskState.objects.filter(task=self.task_ptr, status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("workflow_state")
            if self.may_certify(state.workflow_state.content_object, user)
        ]
        found: models.QuerySet[TaskState] = waiting.filter(pk__in=mine)
        return found

    def may_certify(self, page: Any, user: Any) -> bool:
        """Say whether a person may certify a page now."""
        from content.certification.deciding import refuse_signatory

        try:
            refuse_signatory(page=page, user=user, now=timezone.now())
        except CertificationRefused:
            return False
        return True

    @classmethod
    def get_description(cls) -> str:
        return "A registered signatory who neither wrote the page nor asked for this certifies it"
