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
from approvals.services import ApproverIsAuthor
from audit.trail import audited, record
from forms.definitions.compile import CompileFailed, compile_form
from forms.definitions.control.approving import (
    OWN_WORDS,
    WAITS,
    AuthorUnknown,
    NotApproved,
    SecondRefused,
    approve_publication,
    approve_second,
    author_of,
    waiting_publication,
    withdraw_waiting,
)
from forms.definitions.groups import ensure_critical_approvers, ensure_groups, ensure_workflow
from forms.definitions.spec import FormSpec, sha256_of, to_json
from forms.definitions.versions import latest_version, live_version

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion, Publication

__all__ = [
    "OWN_WORDS",
    "WAITS",
    "ApproverIsAuthor",
    "AuthorUnknown",
    "AwaitsSecondApproval",
    "CompileFailed",
    "CutOffPassed",
    "NotApproved",
    "ScheduledForLater",
    "SecondRefused",
    "approve_second",
    "check_publisher",
    "ensure_critical_approvers",
    "ensure_groups",
    "ensure_workflow",
    "live_version",
    "publish",
    "publish_or_schedule",
    "retire",
    "save_draft",
    "waiting_publication",
]

SCHEDULE = "schedule"


class ScheduledForLater(Exception):
    """The form says that it goes live later, so there is no version yet."""


class AwaitsSecondApproval(Exception):
    """The changes are critical: the first approval is kept, and a second person decides."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(WAITS)
        self.publication = publication


class CutOffPassed(Exception):
    """The date until which drafts of earlier versions may be sent is over before the new version is live."""


PUBLISH_REFUSALS = (
    ApproverIsAuthor, AuthorUnknown, CompileFailed, CutOffPassed, NotApproved, SecondRefused
)  # fmt: skip


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
    AuthorUnknown; CutOffPassed; ScheduledForLater; AwaitsSecondApproval, with `by`'s approval kept.
    `form` is read again, so that it says what is live.
    """
    waiting = None
    with audited(at=now):
        version = publish_or_schedule(
            form=form, revision=revision, by=by, now=now, skip_permission_checks=True
        )
        if version is None:
            waiting = waiting_publication(form)
            if waiting is None:
                raise ScheduledForLater(f"{form} goes live later. Take the date away to publish it now.")
    form.refresh_from_db()
    if version is None and waiting is not None:
        raise AwaitsSecondApproval(waiting)
    return version  # type: ignore[return-value]


def publish_or_schedule(
    *,
    form: Form,
    revision: Revision,
    by: User | None,
    now: datetime,
    skip_permission_checks: bool = False,
    **options: Any,
) -> FormVersion | None:
    """Publish or schedule a revision, whichever its date asks for.

    None when it goes live later, or waits for a second approval (`waiting_publication` says which).
    `by` is None when a schedule publishes: then what was approved on scheduling must still be what
    the revision compiles to, or NotApproved is raised. `options` are those of Wagtail's action.
    """
    with audited(at=now):
        # Two publishers at once would both make the next number.
        type(form).objects.select_for_update().get(pk=form.pk)
        written = revision.as_object()
        spec = compile_form(written)
        sha256 = sha256_of(spec)
        version, publication = latest_version(form), None
        if version is not None and version.sha256 == sha256:
            publisher: UUID = by.pk if by else version.published_by_id
        else:
            if by is not None:
                _check_cut_off(written, now)
            publication = approve_publication(form=form, revision=revision, spec=spec, by=by, now=now)
            if not publication.is_approved:
                return None
            version, publisher = None, publication.first_approver_id
        if not _execute(form, revision, by, now, skip_permission_checks, options):
            _record("form.scheduled", publisher, form, revision=revision.pk)
            return None
        if version is None and publication is not None:
            version = _make_version(form, revision, spec, publication, now)
        _record_published(form, version, publication, publisher)
    return version


def _execute(
    form: Form, revision: Revision, by: User | None, now: datetime, skip: bool, options: dict[str, Any]
) -> bool:
    """Let Wagtail publish or schedule; say whether the revision is live."""
    action = PublishRevisionAction(revision, user=by, **options)
    later = action.object.go_live_at
    if later is None or later <= now:
        action.object.retired_at = None
    action.execute(skip_permission_checks=skip)
    return bool(action.object.live and action.object.live_revision_id == revision.pk)


def _make_version(
    form: Form, revision: Revision, spec: FormSpec, publication: Publication, now: datetime
) -> FormVersion:
    version: FormVersion = form.versions.create(
        number=form.versions.count() + 1,
        revision_id=revision.pk,
        spec=to_json(spec),
        sha256=sha256_of(spec),
        published_at=now,
        published_by_id=publication.first_approver_id,
    )
    publication.version = version
    publication.save(update_fields=["version"])
    # What else waited was to change a version that is not the last one any more.
    withdraw_waiting(form, by=publication.first_approver_id, now=now)
    return version


def _record_published(
    form: Form, version: FormVersion | None, publication: Publication | None, publisher: UUID
) -> None:
    detail: dict[str, object] = {}
    if version is not None:
        detail = {"version": version.number, "sha256": version.sha256, "revision": version.revision_id}
    if publication is not None:
        second = publication.second_approval
        detail["approved_by"] = str(publication.first_approval.decided_by_id)
        detail["approved_second_by"] = str(second.decided_by_id) if second else ""
        detail["changes"] = [str(one) for one in publication.listed_changes]
    _record("form.published", publisher, form, **detail)


def _check_cut_off(written: Form, now: datetime) -> None:
    """Refuse a date for open drafts that is over before the version which they would move to is live."""
    live_from = max(now, written.go_live_at) if written.go_live_at else now
    if written.drafts_until is not None and written.drafts_until <= live_from:
        raise CutOffPassed(
            "The date until which drafts of earlier versions may be sent comes before the new version is "
            "live. Choose a later date, or leave it empty."
        )


def check_publisher(*, form: Form, revision: Revision, by: User, now: datetime) -> None:
    """Raise ApproverIsAuthor, AuthorUnknown or CutOffPassed if `by` may not publish this revision."""
    version, written = latest_version(form), revision.as_object()
    if version is None or version.sha256 != sha256_of(compile_form(written)):
        _check_cut_off(written, now)
        author_of(form, revision, by)


def retire(*, form: Form, by: User | None, now: datetime, **options: Any) -> None:
    """Unpublish a form: no new drafts; those begun keep their version. `options` are Wagtail's."""
    with audited(at=now):
        if form.live:
            form.retired_at = now
        UnpublishAction(form, user=by, **options).execute()
        _record("form.retired", by.pk if by else None, form)


def _record(action: str, actor: object, form: Form, **detail: object) -> None:
    record(action, actor=actor or SCHEDULE, subject=form, programme=form.programme_id, detail=detail)
