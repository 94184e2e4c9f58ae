"""Save, publish and retire forms. Every way that Wagtail publishes or unpublishes comes through here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wagtail.actions.create import CreateAction
from wagtail.actions.edit import EditAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from accounts.models import User
from approvals.models import Approval
from approvals.services import ApproverIsAuthor, decide, request_approval
from audit.trail import audited, record
from forms.definitions.authorship import authors_of
from forms.definitions.compile import CompileFailed, compile_form
from forms.definitions.groups import ensure_groups, ensure_workflow
from forms.definitions.spec import FormSpec, sha256_of, to_json
from forms.definitions.versions import live_version

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion

__all__ = [
    "ApproverIsAuthor",
    "AuthorUnknown",
    "CompileFailed",
    "NotApproved",
    "ScheduledForLater",
    "check_publisher",
    "ensure_groups",
    "ensure_workflow",
    "live_version",
    "publish",
    "publish_or_schedule",
    "retire",
    "save_draft",
]

SUBJECT = "form_definitions.form"
SCHEDULE = "schedule"
OWN_WORDS = (
    "You wrote part of what would be published. Save it as a draft and ask a colleague who did not "
    "change it to publish it."
)


class AuthorUnknown(Exception):
    """Nobody is recorded as the author of the revision, so the publisher cannot be told from its author."""


class NotApproved(Exception):
    """A scheduled revision is due whose content nobody approved."""


class ScheduledForLater(Exception):
    """The form says that it goes live later, so there is no version yet."""


PUBLISH_REFUSALS = (ApproverIsAuthor, AuthorUnknown, CompileFailed, NotApproved)


def save_draft(*, form: Form, by: User, now: datetime) -> Revision:
    """Save a form as a draft, complete or not, as the admin does; return the revision."""
    action_class = EditAction if form.pk else CreateAction
    with audited(at=now):
        action = action_class(form, user=by, clean=False)
        action.execute(skip_permission_checks=True)
        _record("form.saved", by.pk, form, revision=action.revision.pk)
    return action.revision


def publish(*, form: Form, revision: Revision, by: User, now: datetime) -> FormVersion:
    """Publish a revision as the next version; an unchanged form keeps the version it has.

    Raises CompileFailed; ApproverIsAuthor when `by` changed anything since the last version;
    AuthorUnknown; ScheduledForLater. `form` is read again, so that it says what is live.
    """
    with audited(at=now):
        version = publish_or_schedule(
            form=form, revision=revision, by=by, now=now, skip_permission_checks=True
        )
        if version is None:
            raise ScheduledForLater(f"{form} goes live later. Take the date away to publish it now.")
    form.refresh_from_db()
    return version


def publish_or_schedule(
    *,
    form: Form,
    revision: Revision,
    by: User | None,
    now: datetime,
    skip_permission_checks: bool = False,
    **options: Any,
) -> FormVersion | None:
    """Publish or schedule a revision, whichever its date asks for; None when it goes live later.

    `by` is None when a schedule publishes: then what was approved on scheduling must still be what
    the revision compiles to, or NotApproved is raised. `options` are those of Wagtail's action.
    """
    with audited(at=now):
        # Two publishers at once would both make the next number.
        type(form).objects.select_for_update().get(pk=form.pk)
        spec = compile_form(revision.as_object())
        sha256 = sha256_of(spec)
        version = _latest_version(form)
        publisher: UUID
        if version is not None and version.sha256 == sha256:
            publisher = by.pk if by else version.published_by_id
        else:
            version, publisher = None, _approve(form, revision, sha256, by, now)
        action = PublishRevisionAction(revision, user=by, **options)
        action.execute(skip_permission_checks=skip_permission_checks)
        if not action.object.live or action.object.live_revision_id != revision.pk:
            _record("form.scheduled", publisher, form, revision=revision.pk)
            return None
        if version is None:
            version = _make_version(form, revision, spec, publisher, now)
        _record(
            "form.published", publisher, form, version=version.number, sha256=sha256, revision=revision.pk
        )
    return version


def _make_version(
    form: Form, revision: Revision, spec: FormSpec, publisher: UUID, now: datetime
) -> FormVersion:
    version: FormVersion = form.versions.create(
        number=form.versions.count() + 1,
        revision_id=revision.pk,
        spec=to_json(spec),
        sha256=sha256_of(spec),
        published_at=now,
        published_by_id=publisher,
    )
    return version


def check_publisher(*, form: Form, revision: Revision, by: User) -> None:
    """Raise ApproverIsAuthor or AuthorUnknown if `by` may not publish this revision."""
    version = _latest_version(form)
    if version is None or version.sha256 != sha256_of(compile_form(revision.as_object())):
        _author(form, revision, by)


def retire(*, form: Form, by: User | None, now: datetime, **options: Any) -> None:
    """Unpublish a form: no new drafts; those begun keep their version. `options` are Wagtail's."""
    with audited(at=now):
        UnpublishAction(form, user=by, **options).execute()
        _record("form.retired", by.pk if by else None, form)


def _approve(form: Form, revision: Revision, sha256: str, by: User | None, now: datetime) -> UUID:
    """Have what the revision compiles to approved by `by`; return who approved it."""
    if by is None:
        return _approved_before(form, sha256)
    approval = request_approval(
        programme=form.programme,
        subject_type=SUBJECT,
        subject_id=form.pk,
        subject_sha256=sha256,
        summary=f"Publish the form “{form.title}”",
        author_id=_author(form, revision, by),
        now=now,
    )
    decide(approval=approval, approve=True, by=by, now=now)
    approver: UUID = by.pk
    return approver


def _author(form: Form, revision: Revision, by: User) -> UUID:
    """Return the last author of the revision; raise ApproverIsAuthor if `by` is any of them."""
    version = _latest_version(form)
    authors = authors_of(form, revision, since=version.revision_id if version else None)
    if not authors:
        raise AuthorUnknown(
            "Nobody is recorded as the author of this draft. Change it, save it and try again."
        )
    if by.pk in authors:
        raise ApproverIsAuthor(OWN_WORDS)
    return authors[-1]


def _approved_before(form: Form, sha256: str) -> UUID:
    """Return who approved this content on scheduling it; raise NotApproved."""
    approver = (
        Approval.objects.filter(
            subject_type=SUBJECT,
            subject_id=str(form.pk),
            subject_sha256=sha256,
            state=Approval.State.APPROVED,
        )
        .values_list("decided_by_id", flat=True)
        .first()
    )
    if approver is None:
        raise NotApproved(f"{form} was changed after its publication was approved. Publish it again.")
    return approver


def _latest_version(form: Form) -> FormVersion | None:
    return form.versions.order_by("-number").first()


def _record(action: str, actor: object, form: Form, **detail: object) -> None:
    record(action, actor=actor or SCHEDULE, subject=form, programme=form.programme_id, detail=detail)
