"""Until when a step of a workflow should be done."""

from __future__ import annotations

from django.db import models
from wagtail.models import TaskState


class TaskDue(models.Model):
    """The day by which one step should be decided; goes with the step, as Wagtail's own rows do."""

    # Not a use of a page that its editors have to know of.
    wagtail_reference_index_ignore = True

    task_state = models.OneToOneField(
        TaskState, primary_key=True, on_delete=models.CASCADE, related_name="due"
    )
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Due on {self.due_on}"
