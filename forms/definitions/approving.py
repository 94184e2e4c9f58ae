"""Say among the things that are approved what is published of a form, and let critical changes be decided there."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from approvals.models import Approval
from approvals.services import Actor
from approvals.subjects import Decision, Facts, Subject, register_subject
from forms.definitions.control.approving import SECOND_SUBJECT, SUBJECT, SecondRefused, approve_second
from forms.definitions.control.models import Publication
from forms.definitions.groups import APPROVE_CRITICAL
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import PUBLISH_REFUSALS
from forms.definitions.versions import spec_of


def put_in_force(*, approval: Approval, by: Actor, now: datetime) -> FormVersion | None:
    """Give the second approval: whoever acts in the admin is one of its people."""
    return approve_second(approval=approval, by=User.objects.get(pk=by.pk), now=now)


def address_of(approval: Approval) -> str:
    """Return the admin page of the form."""
    return reverse("wagtailsnippets_form_definitions_form:edit", args=[approval.subject_id])


def changes_address_of(approval: Approval) -> str:
    """Return the admin page that says what is to be changed."""
    return reverse("wagtailsnippets_form_definitions_form:changes", args=[approval.subject_id])


def facts_of(approval: Approval) -> Facts:
    """Return the form, and the version that this approval let through, under its title."""
    form = Form.objects.get(pk=approval.subject_id)
    # The same content may have been published more than once: what was approved comes no earlier.
    versions = form.versions.filter(
        sha256=approval.subject_sha256, published_at__gte=approval.requested_at
    ).order_by("number")
    version = versions.first()
    return (
        ("Kind", form.get_kind_display()),
        ("Title", spec_of(version).title if version else form.title),
        ("Form’s address", form.slug),
        ("Version", str(version.number) if version else "Not published yet"),
    )


def critical_facts_of(approval: Approval) -> Facts:
    """Return the form, and what would be changed, the critical first."""
    publication = Publication.objects.select_related("form").get(second_approval=approval)
    changes = publication.listed_changes
    critical = [str(one) for one in changes if one.critical]
    others = [str(one) for one in changes if not one.critical]
    return (
        *facts_of(approval),
        ("Critical changes", "\n".join(critical)),
        ("Other changes", "\n".join(others) or "None"),
    )


register_subject(SUBJECT, Subject(label="Form", address=address_of, facts=facts_of))
register_subject(
    SECOND_SUBJECT,
    Subject(
        label="Critical changes of a form",
        address=changes_address_of,
        facts=critical_facts_of,
        decision=Decision(
            permission=APPROVE_CRITICAL,
            approve=put_in_force,
            refusals=(SecondRefused, *PUBLISH_REFUSALS),
        ),
    ),
)
