"""Trials come, are the owner's alone, and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Site

from audit.models import AuditEvent
from forms.definitions.spec import from_json
from forms.trials.models import Trial
from forms.trials.periodic import erase
from forms.trials.services import (
    NothingToTry,
    NotTheOwner,
    TrialOver,
    begin_trial,
    end_trial,
    erase_old_trials,
    finish_trial,
    save_step,
)
from tests import builders

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def save(trial, by, now):
    return save_step(trial=trial, step_key="patient", answers={"surname": "Ada"}, by=by, now=now)


def test_a_trial_is_gone_after_a_day(trial, now):
    assert erase_old_trials(now + A_DAY - timedelta(seconds=1)) == 0
    assert erase(now + A_DAY) == "1 trials erased"
    assert Trial.objects.count() == 0
    assert AuditEvent.objects.filter(action="trial.erased").count() == 1


def test_nobody_goes_on_with_a_trial_after_a_day_even_before_it_is_erased(trial, editor, now):
    with pytest.raises(TrialOver):
        save(trial, editor, now + A_DAY)
    with pytest.raises(TrialOver):
        finish_trial(trial=trial, by=editor, now=now + A_DAY)


def test_a_trial_lasts_no_longer_whatever_is_done_to_it(trial, editor, now):
    later = save(trial, editor, now + timedelta(hours=20))

    assert later.expires_at == now + A_DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(expires_at=now + timedelta(days=2))


def test_only_its_owner_changes_finishes_or_ends_it(trial, second_editor, now):
    for refused in (
        lambda: save(trial, second_editor, now),
        lambda: finish_trial(trial=trial, by=second_editor, now=now),
        lambda: end_trial(trial=trial, by=second_editor, now=now),
    ):
        with pytest.raises(NotTheOwner):
            refused()
    assert Trial.objects.get().work["answers"] == {}


def test_an_answer_that_changes_after_the_end_must_be_sent_again(trial, editor, now):
    finish_trial(trial=trial, by=editor, now=now)

    assert save(trial, editor, now).sent_at is None


def test_ending_twice_is_ending_once(trial, editor, now):
    end_trial(trial=trial, by=editor, now=now)
    end_trial(trial=trial, by=editor, now=now)

    assert AuditEvent.objects.filter(action="trial.erased").count() == 1


def test_a_trial_that_cannot_be_recorded_is_not_begun(trial, form, editor, organisation, now, monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("the trail is closed")

    monkeypatch.setattr("forms.trials.services.record", refuse)
    with pytest.raises(RuntimeError):
        end_trial(trial=trial, by=editor, now=now)

    assert Trial.objects.count() == 1


def test_a_form_is_not_tried_for_an_organisation_of_another_programme(trial, form, editor, organisation, now):
    other = builders.a_programme(code="other", name="Other", site=_another_site(), reference_prefix="OT")
    elsewhere = builders.an_organisation(other, ods_code="ZZ002")

    with pytest.raises(ValueError, match="its own programme"):
        _begin(form, editor, now, organisation=elsewhere, trial=trial)


def test_a_form_without_a_question_is_not_tried(trial, form, editor, now):
    with pytest.raises(NothingToTry):
        _begin(form, editor, now, organisation=None, trial=trial, steps=())


def _begin(form, editor, now, *, organisation, trial, **changed):
    spec = replace(from_json(trial.spec), **changed)
    return begin_trial(
        form=form, spec=spec, of="Draft", version_number=1, organisation=organisation, by=editor, now=now
    )


def _another_site():
    return Site.objects.create(hostname="other.invalid", root_page=builders.a_root_page())
