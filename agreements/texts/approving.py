"""Register the texts of agreements among the things that a second person approves."""

from __future__ import annotations

from django.urls import reverse

from agreements.texts.models import TextVersion
from agreements.texts.services import SUBJECT, TextChanged, approve_text, send_text_back
from approvals.history import name_of
from approvals.models import Approval
from approvals.subjects import Decision, Facts, Subject, register_subject


def address_of(approval: Approval) -> str:
    """Return the admin page that compares the version with the one in force."""
    return reverse("text_versions:compare", args=[approval.subject_id])


def facts_of(approval: Approval) -> Facts:
    """Return which text it is, who wrote it and what its authors say of it."""
    version = TextVersion.objects.select_related("text__programme").get(pk=approval.subject_id)
    return (
        ("Programme", str(version.text.programme)),
        ("Text", str(version.text)),
        ("Version", str(version.number)),
        ("Title", version.title),
        ("Term", f"{version.term_months} months" if version.term_months else "No fixed term"),
        ("Sample text", "Yes" if version.is_sample else "No"),
        ("What changed", version.what_changed or "Nothing said"),
        ("Written by", ", ".join(name_of(author) for author in version.authors()) or "Nobody: a copy"),
    )


register_subject(
    SUBJECT,
    Subject(
        label="Agreement text",
        address=address_of,
        facts=facts_of,
        decision=Decision(
            permission="agreements.approve_textversion",
            approve=approve_text,
            refusals=(TextChanged,),
            send_back=send_text_back,
        ),
    ),
)
