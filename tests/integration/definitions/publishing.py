"""Publish and reword a form."""

from __future__ import annotations

from forms.definitions.models import Form
from forms.definitions.services import save_draft
from tests.two_approvers import publish_with_both


def published(form, by, now):
    return publish_with_both(form=form, revision=form.latest_revision, by=by, now=now)


def reworded(form, by, now, label="Family name"):
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    form.steps[0].value["fields"][0].value["label"] = label
    save_draft(form=form, by=by, now=now)
    return form
