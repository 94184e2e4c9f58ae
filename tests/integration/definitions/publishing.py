"""Publish and reword a form."""

from __future__ import annotations

from forms.definitions.models import Form
from forms.definitions.services import (
    publish,
    save_draft,
)


def published(form, by, now):
    return publish(form=form, revision=form.latest_revision, by=by, now=now)


def reworded(form, by, now, label="Family name"):
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    form.steps[0].value["fields"][0].value["label"] = label
    save_draft(form=form, by=by, now=now)
    return form
