"""Change who receives what in the table, saved as the next draft revision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING

from wagtail.models import Revision

from accounts.models import User
from forms.definitions.matrix import Decision, Place, matrix_of
from forms.definitions.services import save_draft
from forms.definitions.spec import SHARE, WHEN, WITHHOLD, Json

if TYPE_CHECKING:
    from forms.definitions.models import Form

DECISIONS = frozenset({"", SHARE, WITHHOLD, WHEN})
LONGEST_PURPOSE = 240


class ChangedMeanwhile(Exception):
    """Somebody saved the form after the table was shown."""


class FormLocked(Exception):
    """A colleague has locked the form, or a workflow has."""


class NotADecision(Exception):
    """What was posted is none of the decisions, or its purpose is too long."""


def change_disclosures(
    *, form: Form, decisions: Mapping[Place, Decision], revision: int | None, by: User, now: datetime
) -> Revision | None:
    """Save decisions as a new draft revision; None if nothing differs from the latest one.

    `revision` is the latest one when the table was shown. What is not named stays as it is, and so do the
    conditions.

    :raises ChangedMeanwhile, FormLocked, NotADecision: nothing is saved.
    """
    for one in decisions.values():
        if one.decision not in DECISIONS or len(one.purpose) > LONGEST_PURPOSE:
            raise NotADecision(
                f"Choose a decision, and write a purpose of {LONGEST_PURPOSE} characters at most."
            )
    current = type(form).objects.get(pk=form.pk)
    if current.latest_revision_id != revision:
        raise ChangedMeanwhile("Somebody saved this form meanwhile.")
    lock = current.get_lock()
    if lock and lock.for_user(by):
        raise FormLocked("The form is locked: it cannot be changed now.")
    draft: Form = current.get_latest_revision_as_object()
    cells = matrix_of(draft).cells()
    changed = {
        place: one for place, one in decisions.items() if place in cells and cells[place].decided != one
    }
    if not changed:
        return None
    steps = deepcopy(list(draft.steps.get_prep_value()))
    for place, one in changed.items():
        _decide(steps, place, one)
    draft.steps = steps
    return save_draft(form=draft, by=by, now=now)


def _decide(steps: list[Json], place: Place, one: Decision) -> None:
    question = steps[place.step]["value"]["fields"][place.question]["value"]
    rows = question.setdefault("disclosures", [])
    for row in rows:
        value = row["value"] if row.get("type") == "item" else row
        if value.get("audience") == place.audience:
            value.update(decision=one.decision, purpose=one.purpose)
            return
    value = {
        "audience": place.audience,
        "decision": one.decision,
        "purpose": one.purpose,
        "when": {"match": "all", "conditions": []},
    }
    rows.append({"type": "item", "value": value, "id": str(uuid.uuid4())})
