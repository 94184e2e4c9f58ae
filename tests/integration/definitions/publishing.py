"""Publish, reword and widen a form, and leave it waiting."""

from __future__ import annotations

import pytest

from forms.definitions.models import Form
from forms.definitions.services import AwaitsSecondApproval, publish, save_draft, waiting_publication
from tests.two_approvers import publish_with_both


def published(form, by, now):
    return publish_with_both(form=form, revision=form.latest_revision, by=by, now=now)


def reworded(form, by, now, label="Family name"):
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    form.steps[0].value["fields"][0].value["label"] = label
    save_draft(form=form, by=by, now=now)
    return form


def shared_with_more(form, by, now):
    """Save a draft in which the homecare provider receives what was withheld from it."""
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    row = form.steps[0].value["fields"][0].value["disclosures"][1]
    row["decision"], row["purpose"] = "share", "To deliver"
    save_draft(form=form, by=by, now=now)
    return form


def waits(form, by, now):
    """Publish critical changes, which then wait for a second approval; return what waits."""
    with pytest.raises(AwaitsSecondApproval):
        publish(form=form, revision=form.latest_revision, by=by, now=now)
    waiting = waiting_publication(form)
    assert waiting is not None
    return waiting
