"""Say among the things that are approved what was published of a form; publishing itself decides."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import Approval
from approvals.subjects import Facts, Subject, register_subject
from forms.definitions.models import Form
from forms.definitions.services import SUBJECT
from forms.definitions.versions import spec_of


def address_of(approval: Approval) -> str:
    """Return the admin page of the form."""
    return reverse("wagtailsnippets_form_definitions_form:edit", args=[approval.subject_id])


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


register_subject(SUBJECT, Subject(label="Form", address=address_of, facts=facts_of))
