"""Decide a request for a certificate: give it, which publishes, or send the page back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, TaskState

from accounts.models import User
from accounts.second_factor import Authentication
from audit.trail import audited, record
from content.certification.authors import authors_of
from content.certification.models import Certificate
from content.certification.refusals import (
    CertificateEnded,
    NotASignatory,
    ReasonMissing,
    SignatoryIsAuthor,
)
from content.certification.rendering import programme_of_page
from content.certification.services.certifying import certify_page
from content.certification.services.signatories import signatory_for

FRESH = timedelta(minutes=15)


def refuse_signatory(*, page: Page, user: User, now: datetime) -> None:
    """Raise NotASignatory or SignatoryIsAuthor where a person may not decide about a page."""
    if not isinstance(user, User):
        raise NotASignatory("Sign in as a signatory.")
    signatory_for(user=user, programme=programme_of_page(page), on=timezone.localdate(now))
    if user.pk in authors_of(page):
        raise SignatoryIsAuthor("You wrote part of this page, so another signatory has to certify it.")
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == user.pk:
        raise SignatoryIsAuthor("You asked for this certificate, so another signatory has to give it.")


def is_fresh(authentication: Authentication, *, now: datetime) -> bool:
    """Say whether the second factor was proved not longer ago than FRESH."""
    proved = authentication.second_factor_at
    return proved is not None and now - proved <= FRESH


def approve(*, task_state: TaskState, shown: Iterable[str], by: User, now: datetime) -> Certificate:
    """Certify what a request shows and finish its workflow, which publishes it or keeps it for its time.

    Raise CertificateEnded for a request decided before, and whatever `certify_page` raises.
    """
    with audited(at=now):
        state = _waiting(task_state)
        page: Any = state.workflow_state.content_object
        certificate = certify_page(
            page=page,
            revision=page.get_latest_revision(),
            shown=shown,
            by=by,
            now=now,
            requested_by=state.workflow_state.requested_by,
        )
        # Wagtail would ask for the right to publish of whoever finishes; a signatory's is the certificate.
        state.approve(user=by, update=False)
        state.workflow_state.refresh_from_db()
        _finish(state, by)
    return certificate


def send_back(*, task_state: TaskState, comment: str, by: User, now: datetime) -> None:
    """Send a page back to its editors; raise ReasonMissing, NotASignatory or CertificateEnded."""
    if not comment.strip():
        raise ReasonMissing("Say what has to change.")
    with audited(at=now):
        state = _waiting(task_state)
        page = state.workflow_state.content_object
        refuse_signatory(page=page, user=by, now=now)
        record(
            "certificate.refused",
            actor=by,
            subject=("wagtailcore.page", page.pk),
            programme=programme_of_page(page),
            detail={"task_state": state.pk},
        )
        state.reject(user=by, comment=comment.strip())


def _waiting(task_state: TaskState) -> TaskState:
    state = TaskState.objects.select_for_update().get(pk=task_state.pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise CertificateEnded("This request was decided or cancelled before.")
    return state.specific


def _finish(state: TaskState, by: User) -> None:
    workflow_state = state.workflow_state
    workflow_state.current_task_state = state
    workflow_state.update(user=by)
