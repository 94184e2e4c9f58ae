"""Save groups of questions, and insert groups and steps into a draft."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from audit.trail import audited, record
from forms.building.copying import Copied, copy_questions, copy_step
from forms.building.models import FieldGroup
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.definitions.spec import Json
from forms.definitions.versions import published_types
from programme.models import Programme


class CannotInsert(Exception):
    """Nothing was inserted; the message says why and what to do."""


class CannotSave(Exception):
    """No group was saved; the message says why."""


def save_group(
    *, programme: Programme, name: str, questions: Collection[Json], by: User, now: datetime
) -> FieldGroup:
    """Save questions as a group; one of the same name is replaced. Raise CannotSave."""
    if not name.strip():
        raise CannotSave("Give the group a name.")
    if not questions:
        raise CannotSave("Choose at least one question.")
    with audited(at=now):
        group, created = FieldGroup.objects.select_for_update().update_or_create(
            programme=programme,
            name=name.strip()[:120],
            defaults={"questions": list(questions), "saved_at": now, "saved_by": by},
        )
        _record("field_group.saved", group, by, created=created, questions=len(questions))
    return group


def delete_group(*, group: FieldGroup, by: User, now: datetime) -> None:
    """Delete a group. No form hangs on it: each has its own copy."""
    with audited(at=now):
        _record("field_group.deleted", group, by)
        group.delete()


def insert_group(
    *, form: Form, group: FieldGroup, step: int, revision: int | None, by: User, now: datetime
) -> Copied:
    """Add a group's questions at the end of a step, saved as the next draft. Raise CannotInsert."""
    if group.programme_id != form.programme_id:
        raise CannotInsert("The group belongs to another programme.")
    with audited(at=now):
        draft, steps = _draft_to_change(form, revision, by)
        if not 0 <= step < len(steps):
            raise CannotInsert("Choose the step that gets the questions.")
        copied = copy_questions(group.questions, taken=_taken(form, steps))
        steps[step]["value"]["fields"] = [*(steps[step]["value"].get("fields") or []), *copied.blocks]
        draft.steps = steps
        save_draft(form=draft, by=by, now=now)
        _record("field_group.inserted", group, by, form=form.pk)
    return copied


def insert_step(
    *, form: Form, source: Form, step: int, after: int, revision: int | None, by: User, now: datetime
) -> Copied:
    """Copy a step of a form of the same programme after the step `after` (-1: first), as the next draft.

    :raises CannotInsert: nothing is saved.
    """
    if source.programme_id != form.programme_id:
        raise CannotInsert("Steps are copied between forms of the same programme.")
    with audited(at=now):
        draft, steps = _draft_to_change(form, revision, by)
        offered = list(source.get_latest_revision_as_object().steps.get_prep_value())
        if not 0 <= step < len(offered) or not -1 <= after < len(steps):
            raise CannotInsert("Choose a step, and where it goes.")
        keys = [one["value"].get("key", "") for one in steps]
        copied = copy_step(offered[step], taken=_taken(form, steps), steps=keys)
        draft.steps = [*steps[: after + 1], *copied.blocks, *steps[after + 1 :]]
        save_draft(form=draft, by=by, now=now)
    return copied


def _draft_to_change(form: Form, revision: int | None, by: User) -> tuple[Form, list[Json]]:
    current = Form.objects.select_for_update().get(pk=form.pk)
    if current.latest_revision_id != revision:
        raise CannotInsert("Somebody saved this form meanwhile. Look at it again, then insert.")
    lock = current.get_lock()
    if lock and lock.for_user(by):
        raise CannotInsert("The form is locked: it cannot be changed now.")
    draft: Form = current.get_latest_revision_as_object()
    return draft, list(draft.steps.get_prep_value())


def _taken(form: Form, steps: list[Json]) -> set[str]:
    """Return the keys that no new question may have: of the draft and of every version there was."""
    own = {
        question["value"].get("key", "") for step in steps for question in step["value"].get("fields") or ()
    }
    return (own | set(published_types(form))) - {""}


def _record(action: str, group: FieldGroup, by: User, **detail: object) -> None:
    record(action, actor=by, subject=group, programme=group.programme_id, detail=detail)
