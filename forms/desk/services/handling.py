"""Give a submission to somebody, tag it, write a note about it. Each call is one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import User
from audit.trail import audited, record
from forms.desk.models import NOTE_LENGTH, Assignment, Note, Tag, Tagging
from forms.desk.refusals import DeskRefused
from forms.desk.rights import HANDLE, may_look_after, may_read_answers, require
from forms.submissions.models import Submission
from programme.models import Programme

MOST_TAGS = 100


def assign(*, submission: Submission, to: User | None, by: User, now: datetime) -> None:
    """Let somebody look after a submission, or nobody; raise DeskRefused for whoever may not see it."""
    require(by, HANDLE, submission.programme_id)
    if to is not None and not may_look_after(to, submission.programme):
        raise DeskRefused("This person may not see submissions of this programme. Choose somebody else.")
    with audited(at=now):
        held = Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
        current = Assignment.objects.filter(submission=held).first()
        # Idempotent: who looks after it already keeps doing so.
        if (current.assignee_id if current else None) == (to.pk if to else None):
            return
        if current is not None:
            current.delete()
        if to is not None:
            Assignment.objects.create(submission=held, assignee=to, assigned_by=by, assigned_at=now)
        _record("assigned", submission, by, assignee=str(to.pk) if to else "")


def tag_named(*, programme_id: UUID, name: str) -> Tag:
    """Return the tag of a programme with this name, made when there is none; raise DeskRefused."""
    name = " ".join(name.split())
    if not name:
        raise DeskRefused("Write the tag.")
    if len(name) > _length():
        raise DeskRefused(f"A tag has at most {_length()} characters.")
    tags = Tag.objects.filter(programme=programme_id)
    known = tags.filter(name__iexact=name).first()
    if known is not None:
        return known
    if tags.count() >= MOST_TAGS:
        raise DeskRefused(f"A programme has at most {MOST_TAGS} tags. Use one that there is.")
    return Tag.objects.create(programme_id=programme_id, name=name)


def add_tag(*, submission: Submission, name: str, by: User, now: datetime) -> None:
    """Give a submission a tag; twice is once. Raise DeskRefused for a name that cannot be one."""
    require(by, HANDLE, submission.programme_id)
    with audited(at=now):
        _take_turns(submission.programme_id)
        tag = tag_named(programme_id=submission.programme_id, name=name)
        _, made = Tagging.objects.get_or_create(submission=submission, tag=tag)
        if made:
            _record("tagged", submission, by, tag=str(tag.pk))


def remove_tag(*, submission: Submission, tag_id: UUID, by: User, now: datetime) -> None:
    """Take a tag off a submission; what has it not is left alone. A tag that nothing has any more is deleted."""
    require(by, HANDLE, submission.programme_id)
    with audited(at=now):
        _take_turns(submission.programme_id)
        removed, _ = Tagging.objects.filter(submission=submission, tag=tag_id).delete()
        if removed:
            _record("untagged", submission, by, tag=str(tag_id))
            Tag.objects.filter(pk=tag_id, taggings=None).delete()


def _take_turns(programme_id: UUID) -> None:
    """Let one at a time look which tags a programme has: of two at once neither makes nor deletes the other's."""
    Programme.objects.select_for_update(no_key=True).only("pk").get(pk=programme_id)


def write_note(*, submission: Submission, text: str, by: User, now: datetime) -> Note:
    """Keep a note, sealed; raise DeskRefused for an empty or a long one.

    Whoever may read the answers may write of them, so such a note is for those only who may read them too.
    """
    require(by, HANDLE, submission.programme_id)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DeskRefused("Write the note first.")
    if len(text) > NOTE_LENGTH:
        raise DeskRefused(f"A note has at most {NOTE_LENGTH:,} characters; this one has {len(text):,}.")
    note = Note(submission=submission, author=by, written_at=now)
    note.confidential = may_read_answers(by, submission)
    note.text = text
    with audited(at=now):
        note.save(force_insert=True)
        _record("note_written", submission, by, note=str(note.pk))
    return note


def notes_for(user: User, submission: Submission) -> list[Note]:
    """Return the notes about a submission that a person may read, the oldest first; one query."""
    notes = Note.objects.filter(submission=submission).select_related("author").order_by("written_at")
    return list(notes if may_read_answers(user, submission) else notes.filter(confidential=False))


def _record(action: str, submission: Submission, by: User, **detail: str) -> None:
    record(
        f"desk.{action}",
        actor=by,
        subject=submission,
        programme=submission.programme_id,
        organisation=submission.organisation_id or "",
        detail={"reference": submission.reference, **detail},
    )


def _length() -> int:
    return Tag._meta.get_field("name").max_length or 0
