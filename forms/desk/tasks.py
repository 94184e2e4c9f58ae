"""The queue's view of jobs and exports: a row that says 'do this one'. The job itself stays the truth."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task


@task(backend="routing", queue_name="slow")
def make_export(export_id: str) -> str:
    """Make an export's file, unless that is done."""
    from forms.desk.exporting.services import run_export

    return run_export(export_id=UUID(export_id), clock=timezone.now)


@task(backend="routing", queue_name="slow")
def carry_out_job(job_id: str) -> str:
    """Carry a bulk action out, from where it was left."""
    from forms.desk.bulk.services import run_job

    return run_job(job_id=UUID(job_id), clock=timezone.now)


def enqueue_export(export_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    make_export.enqueue(str(export_id))


def enqueue_job(job_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    carry_out_job.enqueue(str(job_id))
