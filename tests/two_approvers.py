"""Publish a form with everybody's approval that it takes, as two people do in the admin."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Revision

from accounts.models import User
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import (
    AwaitsSecondApproval,
    approve_second,
    ensure_critical_approvers,
    publish,
)

SECOND = "cora.second@programme.invalid"


def a_second_approver() -> User:
    """Return the person who holds the right to approve critical changes, made when missing."""
    user = User.objects.filter(email=SECOND).first()
    user = user or User.objects.create_user(SECOND, name="Cora", is_staff=True)
    user.groups.add(ensure_critical_approvers())
    return User.objects.get(pk=user.pk)


def publish_with_both(
    *, form: Form, revision: Revision, by: User, now: datetime, second: User | None = None
) -> FormVersion:
    """Publish a revision; where its changes are critical, `second` approves as well."""
    try:
        return publish(form=form, revision=revision, by=by, now=now)
    except AwaitsSecondApproval as waiting:
        approval = waiting.publication.second_approval
    assert approval is not None
    version = approve_second(approval=approval, by=second or a_second_approver(), now=now)
    form.refresh_from_db()
    assert version is not None
    return version
