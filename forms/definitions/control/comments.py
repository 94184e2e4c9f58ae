"""Remarks about a form and its questions: written, resolved, opened again. Wagtail's own are for pages only."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.control.models import FormComment
from forms.definitions.models import Form

LONGEST = 2000


class CommentRefused(Exception):
    """A comment is empty, too long or about a question that the form does not have."""


def add_comment(*, form: Form, text: str, field_key: str, by: User, now: datetime) -> FormComment:
    """Keep a remark about a form, or about one of its questions; raise CommentRefused.

    The trail says that there is one, not what it says.
    """
    words = text.replace("\x00", "").strip()
    if not words:
        raise CommentRefused("Write what you want to say.")
    if len(words) > LONGEST:
        raise CommentRefused(f"Shorten the comment: it may have {LONGEST} characters.")
    if field_key and field_key not in question_labels(form):
        raise CommentRefused("This form has no such question any more.")
    with audited(at=now):
        comment = FormComment.objects.create(
            form=form, field_key=field_key, text=words, written_by=by, written_at=now
        )
        _record("form.comment_added", comment, by)
    return comment


def resolve_comment(*, comment: FormComment, by: User, now: datetime) -> FormComment:
    """Mark a remark as settled; doing so twice changes nothing."""
    return _settle(comment, by, now, resolved=True)


def reopen_comment(*, comment: FormComment, by: User, now: datetime) -> FormComment:
    """Open a settled remark again."""
    return _settle(comment, by, now, resolved=False)


def open_comments_warning(form: Form) -> str:
    """Return what is said to whoever submits a form that has open remarks; empty where it has none."""
    number = form.comments.filter(resolved_at=None).count()
    if not number:
        return ""
    return f"{number} comment{'s are' if number > 1 else ' is'} still open. Approvers see them."


def question_labels(form: Form) -> dict[str, str]:
    """Return the questions of the draft, key to words, in the order of the form."""
    labels: dict[str, str] = {}
    for step in form.get_latest_revision_as_object().steps.get_prep_value():
        for question in step["value"].get("fields") or ():
            value = question["value"]
            labels.setdefault(value.get("key") or "", value.get("label") or "")
    labels.pop("", None)
    return labels


def _settle(comment: FormComment, by: User, now: datetime, *, resolved: bool) -> FormComment:
    with audited(at=now):
        current = FormComment.objects.select_for_update().get(pk=comment.pk)
        if (current.resolved_at is not None) == resolved:
            return current
        current.resolved_by, current.resolved_at = (by, now) if resolved else (None, None)
        current.save(update_fields=["resolved_by", "resolved_at"])
        _record("form.comment_resolved" if resolved else "form.comment_reopened", current, by)
    return current


def _record(action: str, comment: FormComment, by: User) -> None:
    record(
        action,
        actor=by,
        subject=comment.form,
        programme=comment.form.programme_id,
        detail={"comment": str(comment.pk), "question": comment.field_key},
    )
