"""Keep of a closed draft how far it came and what its steps took; the answers are erased as before."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from forms.definitions.kinds import kind_of
from forms.definitions.spec import FormSpec
from forms.desk.models import Passage
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.work import Work


def note_passage(draft: Draft, work: Work, now: datetime) -> None:
    """Store one row about a draft that was sent, deleted or has expired; it names neither draft nor person."""
    spec = pinned_spec(draft.form_version_id)
    if not kind_of(spec.kind).listed:
        return
    errors: dict[str, int] = {}
    for tally in work.tallies.values():
        for key, count in tally.refused.items():
            errors[key] = errors.get(key, 0) + count
    Passage.objects.create(
        form_version_id=draft.form_version_id,
        closed_on=timezone.localdate(now),
        sent=draft.state == Draft.State.SUBMITTED,
        last_step=last_step(spec, work),
        seconds={key: tally.seconds for key, tally in work.tallies.items() if tally.seconds},
        errors=errors,
    )


def last_step(spec: FormSpec, work: Work) -> str:
    """Return the key of the furthest step that was saved; empty for none."""
    saved = [step.key for step in spec.steps if step.key in work.saves]
    return saved[-1] if saved else ""
