"""Begin, save, finish and erase trials. Nothing here makes a draft, a submission, a document or a delivery."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import User
from audit.trail import audited, record
from directory.models import Organisation
from forms.definitions.models import Form
from forms.definitions.spec import Answers, FormSpec, from_json, to_json
from forms.submissions.work import Work, work_from_json, work_to_json
from forms.trials.models import LIFETIME, Trial

if TYPE_CHECKING:
    from django.db.models import QuerySet

WORKER = "worker"


class NotTheOwner(Exception):
    """Somebody other than its owner used a trial."""


class TrialOver(Exception):
    """The trial is older than a day, or was ended. Begin another."""


class NothingToTry(Exception):
    """The form has no page with a question yet; the message says what to do."""


def begin_trial(
    *,
    form: Form,
    spec: FormSpec,
    of: str,
    version_number: int,
    organisation: Organisation | None,
    by: User,
    now: datetime,
    follows_rules: bool = True,
) -> Trial:
    """Begin to try a form as `spec` says it is, named `of` to people; raise NothingToTry.

    Without an organisation of the programme a made-up one stands in. `follows_rules` is false for a spec
    that could not be published: the rules of its kind rely on what publishing checks.
    """
    if not any(step.fields for step in spec.steps):
        raise NothingToTry("Add a step with a question first: there is nothing to try yet.")
    if organisation is not None and organisation.programme_id != form.programme_id:
        raise ValueError("A form is tried for an organisation of its own programme.")
    trial = Trial(
        programme_id=form.programme_id,
        form=form,
        organisation=organisation,
        owner=by,
        spec=to_json(spec),
        of=of[:160],
        version_number=version_number,
        follows_rules=follows_rules,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    trial.work = work_to_json(Work())
    with audited(at=now):
        trial.save(force_insert=True)
        _record("trial.begun", trial, actor=by, version=version_number)
    return trial


def save_step(
    *, trial: Trial, step_key: str, answers: Answers, by: User, now: datetime, complete: bool = True
) -> Trial:
    """Replace one step's answers and return the trial; the last of two saves at once is kept.

    :raises NotTheOwner, TrialOver:
    """
    with audited(at=now):
        current = _locked(trial, by, now)
        step = from_json(current.spec).step(step_key)
        if step is None:
            raise LookupError(step_key)
        work = work_from_json(current.work)
        saved = work.with_step(step, answers, complete=complete, revision=len(work.saves) + 1, page="")
        current.work = work_to_json(saved)
        current.sent_at = None
        current.save(update_fields=["work_sealed", "sent_at"])
    return current


def finish_trial(*, trial: Trial, by: User, now: datetime) -> Trial:
    """Note that “Send” was pressed, so that the page of what would have been sent opens.

    :raises NotTheOwner, TrialOver:
    """
    with audited(at=now):
        current = _locked(trial, by, now)
        if current.sent_at is None:
            current.sent_at = now
            current.save(update_fields=["sent_at"])
            _record("trial.finished", current, actor=by)
    return current


def end_trial(*, trial: Trial, by: User, now: datetime) -> None:
    """Erase a trial at its owner's wish; one that is gone stays gone. Raise NotTheOwner."""
    if trial.owner_id != by.pk:
        raise NotTheOwner("Only the person who began a trial ends it.")
    with audited(at=now):
        _erase(Trial.objects.filter(pk=trial.pk), actor=by)


def erase_old_trials(now: datetime) -> int:
    """Erase every trial that is a day old; return how many were erased."""
    with audited(at=now):
        return _erase(Trial.objects.filter(expires_at__lte=now), actor=WORKER)


def _erase(trials: QuerySet[Trial], *, actor: object) -> int:
    found = list(trials.defer("work_sealed", "spec"))
    for trial in found:
        _record("trial.erased", trial, actor=actor)
    Trial.objects.filter(pk__in=[trial.pk for trial in found]).delete()
    return len(found)


def _locked(trial: Trial, by: User, now: datetime) -> Trial:
    current = Trial.objects.select_for_update().filter(pk=trial.pk).first()
    if current is None or not current.is_open_at(now):
        raise TrialOver("This trial is gone: a trial lasts a day. Begin another.")
    if current.owner_id != by.pk:
        raise NotTheOwner("Only the person who began a trial goes on with it.")
    return current


def _record(action: str, trial: Trial, *, actor: object, **detail: object) -> None:
    record(
        action,
        actor=actor,
        subject=trial,
        programme=trial.programme_id,
        detail={"form": trial.form_id, **detail},
    )
