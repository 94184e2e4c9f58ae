"""Who approves a publication: one person who did not write it and, where it is critical, a second one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.models import Revision

from accounts.models import User
from approvals.models import Approval
from approvals.services import ApproverIsAuthor, decide, request_approval, withdraw
from audit.trail import audited, record
from forms.definitions.authorship import authors_of
from forms.definitions.changes import Change, changes_to_json, compare, is_critical
from forms.definitions.control.models import Publication
from forms.definitions.groups import APPROVE_CRITICAL
from forms.definitions.kinds import kind_of
from forms.definitions.spec import FormSpec, sha256_of
from forms.definitions.versions import latest_version, spec_of

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion

SUBJECT = "form_definitions.form"
SECOND_SUBJECT = "form_definitions.critical_changes"
OWN_WORDS = (
    "You wrote part of what would be published. Save it as a draft and ask a colleague who did not "
    "change it to publish it."
)
WAITS = (
    "Waiting for a second approval: these changes are critical. Somebody who may approve critical changes, "
    "and who neither wrote nor approved them, decides; then the form goes live."
)


class AuthorUnknown(Exception):
    """Nobody is recorded as the author of the revision, so the publisher cannot be told from its author."""


class NotApproved(Exception):
    """A scheduled revision is due whose content not everybody approved who must."""


class SecondRefused(Exception):
    """This person cannot give the second approval, or it is not theirs to give any more."""


def changes_since(version: FormVersion | None, spec: FormSpec) -> tuple[Change, ...]:
    """Return what a spec changes of a version, its kind's required questions considered."""
    required = frozenset(one.key for one in kind_of(spec.kind).requirements)
    return compare(spec_of(version) if version else None, spec, required=required)


def author_of(form: Form, revision: Revision, by: User) -> UUID:
    """Return the last author of the revision; raise ApproverIsAuthor if `by` is any of them, or AuthorUnknown."""
    version = latest_version(form)
    authors = authors_of(form, revision, since=version.revision_id if version else None)
    if not authors:
        raise AuthorUnknown(
            "Nobody is recorded as the author of this draft. Change it, save it and try again."
        )
    if by.pk in authors:
        raise ApproverIsAuthor(OWN_WORDS)
    return authors[-1]


def waiting_publication(form: Form) -> Publication | None:
    """Return the publication of a form that waits for a second approval, or None."""
    waiting = form.publications.filter(second_approval__state=Approval.State.REQUESTED)
    return waiting.select_related("first_approval", "second_approval").first()


def approve_publication(
    *, form: Form, revision: Revision, spec: FormSpec, by: User | None, now: datetime
) -> Publication:
    """Have what a revision compiles to approved by `by`; the publication may then wait for a second approval.

    Whoever may give the second approval gives it by publishing what waits. `by` is None when a schedule
    publishes: then everybody must have approved before, or NotApproved is raised.
    Inside the caller's audited block, with the form locked.
    """
    version, sha256 = latest_version(form), sha256_of(spec)
    based_on = version.number if version else 0
    earlier = form.publications.filter(sha256=sha256, based_on=based_on, version=None)
    current = earlier.select_related("first_approval", "second_approval").first()
    if by is None:
        return _approved_before(form, current)
    author = author_of(form, revision, by)
    if current is not None and current.critical and (current.is_waiting or current.is_approved):
        if current.is_waiting and not why_not_second(current, by):
            _give_second(current, by, now)
        return current
    changes = changes_since(version, spec)
    withdraw_waiting(form, by=by, now=now)
    first = request_approval(
        programme=form.programme,
        subject_type=SUBJECT,
        subject_id=form.pk,
        subject_sha256=sha256,
        summary=f"Publish the form “{form.title}”",
        author_id=author,
        now=now,
    )
    return _publication(
        form=form,
        revision=revision,
        changes=changes,
        first=decide(approval=first, approve=True, by=by, now=now),
        based_on=based_on,
        now=now,
    )


def approve_second(*, approval: Approval, by: User, now: datetime) -> FormVersion | None:
    """Give the second approval that critical changes need, and publish them; None if they go live later.

    :raises SecondRefused: not this person, or another version was published since.
    """
    from forms.definitions.services import publish_or_schedule

    publication = Publication.objects.select_related("form", "second_approval").get(second_approval=approval)
    form = publication.form
    revision = Revision.objects.filter(pk=publication.revision_id).first()
    with audited(at=now):
        type(form).objects.select_for_update().get(pk=form.pk)
        publication.refresh_from_db()
        version = latest_version(form)
        if revision is None or (version.number if version else 0) != publication.based_on:
            raise SecondRefused(
                "Another version of this form was published meanwhile. Ask for the draft to be published again."
            )
        if refused := why_not_second(publication, by):
            raise SecondRefused(refused)
        _give_second(publication, by, now)
        return publish_or_schedule(form=form, revision=revision, by=by, now=now, skip_permission_checks=True)


def why_not_second(publication: Publication, by: User) -> str:
    """Say why a person may not give the second approval; empty if they may."""
    form, second = publication.form, publication.second_approval
    if second is None or second.state != Approval.State.REQUESTED:
        return "No second approval is asked for any more."
    if not by.has_perm(APPROVE_CRITICAL):
        return "Approving critical changes takes a right of its own. Ask somebody who has it."
    if publication.first_approval.decided_by_id == by.pk:
        return "You gave the first approval. Somebody else must give the second."
    revision = Revision.objects.filter(pk=publication.revision_id).first()
    version = latest_version(form)
    since = version.revision_id if version else None
    if revision is None or by.pk in authors_of(form, revision, since=since):
        return "You wrote part of what would be published. Somebody else must give the second approval."
    return ""


def withdraw_waiting(form: Form, *, by: object, now: datetime) -> None:
    """Take back the second approvals of a form that wait for what is not published any more."""
    waiting = form.publications.filter(second_approval__state=Approval.State.REQUESTED)
    for approval in Approval.objects.filter(pk__in=waiting.values("second_approval")):
        withdraw(approval=approval, by=by, now=now)


def _publication(
    *,
    form: Form,
    revision: Revision,
    changes: tuple[Change, ...],
    first: Approval,
    based_on: int,
    now: datetime,
) -> Publication:
    second = None
    if is_critical(changes):
        second = request_approval(
            programme=form.programme,
            subject_type=SECOND_SUBJECT,
            subject_id=form.pk,
            subject_sha256=first.subject_sha256,
            summary=f"Critical changes of the form “{form.title}”",
            author_id=first.author_id,
            now=now,
        )
    publication = Publication.objects.create(
        form=form,
        revision_id=revision.pk,
        sha256=first.subject_sha256,
        based_on=based_on,
        changes=changes_to_json(changes),
        critical=second is not None,
        first_approval=first,
        second_approval=second,
        created_at=now,
    )
    record(
        "form.approval_waits" if second else "form.approved",
        actor=first.decided_by_id,
        subject=form,
        programme=form.programme_id,
        detail={
            "revision": revision.pk,
            "sha256": first.subject_sha256,
            "changes": [("critical: " if one.critical else "") + str(one) for one in changes],
        },
    )
    return publication


def _give_second(publication: Publication, by: User, now: datetime) -> None:
    waiting: Approval = publication.second_approval  # type: ignore[assignment]
    publication.second_approval = decide(approval=waiting, approve=True, by=by, now=now)
    record(
        "form.critical_changes_approved",
        actor=by,
        subject=publication.form,
        programme=publication.form.programme_id,
        detail={
            "publication": str(publication.pk),
            "changes": [str(one) for one in publication.listed_changes],
        },
    )


def _approved_before(form: Form, publication: Publication | None) -> Publication:
    if publication is None:
        raise NotApproved(f"{form} was changed after its publication was approved. Publish it again.")
    if not publication.is_approved:
        raise NotApproved(f"{form} has critical changes that nobody approved a second time. They wait.")
    return publication
