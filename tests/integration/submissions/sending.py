"""Send a draft, and see that nothing was sent."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from audit.models import AuditEvent
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.services import (
    submit,
)


def sent(draft, member, now, **values):
    return submit(**{"draft": draft, "by": member, "revision": draft.revision, "now": now, **values})


def nothing_was_sent(draft):
    return (
        not Submission.objects.exists()
        and not Document.objects.exists()
        and not Delivery.objects.exists()
        and not DBTaskResult.objects.exists()
        and Draft.objects.get(pk=draft.pk).state == "open"
        and Draft.objects.get(pk=draft.pk).work["answers"]["name"]
        and not AuditEvent.objects.filter(action="submission.submitted").exists()
    )
