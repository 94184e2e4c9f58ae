"""Write the texts of agreements, have a second person approve them, and withdraw them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from agreements.texts.compile import TextCompileFailed, compile_text
from agreements.texts.models import WITHDRAWAL, AgreementText, TextVersion
from agreements.texts.reading import (
    SampleTextRefused,
    open_version,
    refuse_sample,
    spec_of_text,
    text_in_force,
)
from agreements.texts.source import read
from agreements.texts.spec import from_json, sha256_of, to_json
from approvals.models import Approval
from approvals.services import Actor, ApproverIsAuthor, decide, request_approval
from audit.trail import audited, record

__all__ = [
    "ApproverIsAuthor",
    "NotADraft",
    "NotApproved",
    "OpenVersionExists",
    "SampleTextRefused",
    "TextChanged",
    "TextCompileFailed",
    "TextUnchanged",
    "approve_text",
    "new_draft_from",
    "propose",
    "refuse_sample",
    "save_text_draft",
    "send_text_back",
    "spec_of_text",
    "text_in_force",
    "withdraw_text",
]

SUBJECT = "agreements.text"
OWN_WORDS = "You wrote part of this text. Somebody who did not change it must approve it."


class OpenVersionExists(Exception):
    """A version of the text is being written or waits for approval already."""


class NotADraft(Exception):
    """The version is no draft any more, so it cannot be changed or proposed."""


class NotApproved(Exception):
    """The version is not approved, so it cannot be copied or withdrawn."""


class TextUnchanged(Exception):
    """The draft says exactly what the version in force says."""


class TextChanged(Exception):
    """The text is not what was proposed."""


def save_text_draft(
    *,
    text: AgreementText,
    title: str,
    body: Any,
    term_months: int | None,
    what_changed: str,
    by: Actor,
    now: datetime,
    is_sample: bool = False,
    version: TextVersion | None = None,
) -> TextVersion:
    """Save a draft, complete or not: `version`, or a new one; return it.

    `body` is a StreamField's value or its JSON. Whoever changes words is kept as one of its authors,
    who never approves it; saving without a change makes nobody an author. Raises OpenVersionExists or
    NotADraft.
    """
    with audited(at=now):
        _lock(text)
        if version is None:
            version = _new_version(text, now)
        else:
            version = _draft(version)
        before = _written(version)
        version.title, version.body = title.strip(), body
        version.term_months, version.is_sample = term_months, is_sample
        version.what_changed = what_changed.strip()
        if _written(version) != before and str(by.pk) not in version.edited_by:
            version.edited_by = [*version.edited_by, str(by.pk)]
        version.save()
        _record("agreement_text.saved", by, version)
    return version


def new_draft_from(*, text: AgreementText, by: Actor, now: datetime) -> TextVersion:
    """Begin a new version as a copy of the newest approved one; raise NotApproved or OpenVersionExists."""
    with audited(at=now):
        _lock(text)
        source = text_in_force(programme_id=text.programme_id, kind=text.kind)
        if source is None:
            raise NotApproved(f"No version of {text} is approved yet, so there is nothing to copy.")
        version = _new_version(text, now)
        version.title, version.body = source.title, source.body
        version.term_months, version.is_sample = source.term_months, source.is_sample
        version.save()
        _record("agreement_text.copied", by, version, copied_from=source.number)
    return version


def propose(*, version: TextVersion, by: Actor, now: datetime) -> Approval:
    """Compile and freeze a draft and ask a second person to approve it.

    Raises NotADraft, TextUnchanged or TextCompileFailed with everything that has to be put right.
    """
    with audited(at=now):
        version = _draft(version)
        spec = compile_text(version)
        sha256 = sha256_of(spec)
        in_force = text_in_force(programme_id=version.text.programme_id, kind=version.text.kind)
        if in_force is not None and in_force.sha256 == sha256:
            raise TextUnchanged(f"The draft says what version {in_force.number} says. Change it first.")
        version.spec, version.sha256 = to_json(spec), sha256
        version.state, version.proposed_at = TextVersion.State.PROPOSED, now
        version.save()
        _record("agreement_text.proposed", by, version, sha256=sha256)
        return request_approval(
            programme=version.text.programme,
            subject_type=SUBJECT,
            subject_id=version.pk,
            subject_sha256=sha256,
            summary=f"{version} of {version.text.programme}",
            author_id=by.pk,
            now=now,
        )


def approve_text(*, approval: Approval, by: Actor, now: datetime) -> TextVersion:
    """Put a proposed version in force.

    Raises ApproverIsAuthor for everybody who changed it, AlreadyDecided, or TextChanged where it is
    not exactly what was proposed.
    """
    with audited(at=now):
        version = _locked(approval)
        decide(approval=approval, approve=True, by=by, now=now)
        if str(by.pk) in version.edited_by:
            raise ApproverIsAuthor(OWN_WORDS)
        if version.state != TextVersion.State.PROPOSED or not _is_as_proposed(version, approval):
            raise TextChanged("The text was changed after it was proposed. Send it back.")
        version.state, version.approved_at = TextVersion.State.APPROVED, now
        version.approved_by = User.objects.get(pk=by.pk)
        version.save()
        _record("agreement_text.approved", by, version, sha256=version.sha256)
    return version


def send_text_back(*, approval: Approval, by: Actor, now: datetime, comment: str) -> TextVersion:
    """Send a proposed version back to those who write it; raise ApproverIsAuthor or AlreadyDecided."""
    with audited(at=now):
        version = _locked(approval)
        decide(approval=approval, approve=False, by=by, now=now, comment=comment)
        if version.state == TextVersion.State.PROPOSED:
            version.state, version.proposed_at = TextVersion.State.DRAFT, None
            version.spec, version.sha256 = {}, ""
            version.save()
            _record("agreement_text.sent_back", by, version)
    return version


def withdraw_text(*, version: TextVersion, by: Actor, now: datetime) -> TextVersion:
    """Take an approved version out of use: no new agreement is made on it; raise NotApproved."""
    with audited(at=now):
        version = TextVersion.objects.select_for_update().get(pk=version.pk)
        if version.state != TextVersion.State.APPROVED:
            raise NotApproved("Only an approved version can be withdrawn.")
        version.state, version.withdrawn_at = TextVersion.State.WITHDRAWN, now
        version.withdrawn_by = User.objects.get(pk=by.pk)
        version.save(update_fields=WITHDRAWAL)
        _record("agreement_text.withdrawn", by, version)
    return version


def _lock(text: AgreementText) -> None:
    # Two people who begin a version at once would both make the next number.
    AgreementText.objects.select_for_update().get(pk=text.pk)


def _new_version(text: AgreementText, now: datetime) -> TextVersion:
    if (open_one := open_version(text)) is not None:
        raise OpenVersionExists(
            f"{open_one} is {open_one.get_state_display().lower()} already. Go on with that one."
        )
    return TextVersion(text=text, number=text.versions.count() + 1, created_at=now)


def _draft(version: TextVersion) -> TextVersion:
    current = TextVersion.objects.select_for_update().get(pk=version.pk)
    if current.state != TextVersion.State.DRAFT:
        raise NotADraft(f"{current} is {current.get_state_display().lower()}, so it cannot be changed.")
    return current


def _locked(approval: Approval) -> TextVersion:
    return TextVersion.objects.select_for_update().get(pk=approval.subject_id)


def _written(version: TextVersion) -> tuple[object, ...]:
    return read(version), version.term_months, version.is_sample, version.what_changed


def _is_as_proposed(version: TextVersion, approval: Approval) -> bool:
    written = sha256_of(compile_text(version))
    frozen = sha256_of(from_json(version.spec))
    return {written, frozen, version.sha256} == {approval.subject_sha256}


def _record(action: str, by: Actor, version: TextVersion, **detail: object) -> None:
    record(
        action,
        actor=by.pk,
        subject=version,
        programme=version.text.programme_id,
        detail={"kind": version.text.kind, "version": version.number, **detail},
    )
