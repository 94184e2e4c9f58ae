"""The example form, changed and published again over drafts that were begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from forms.definitions.models import Form
from forms.definitions.spec import Option
from tests.integration.submissions.conftest import a_field, a_spec, a_version


def changed_spec(change):
    """Return the example form with every question put through `change`, which may drop it."""
    spec = a_spec()
    return replace(
        spec,
        steps=tuple(
            replace(step, fields=tuple(one for one in map(change, step.fields) if one)) for step in spec.steps
        ),
    )


def relabelled():
    return changed_spec(lambda one: replace(one, label="Full name") if one.key == "name" else one)


def without_homecare():
    nurse_only = (Option("nurse", "Nurse service"), Option("app", "App"))
    return changed_spec(lambda one: replace(one, options=nurse_only) if one.key == "services" else one)


def with_another_question():
    spec = a_spec()
    who, patient, *others = spec.steps
    phone = a_field("phone", "phone", label="Phone")
    return replace(spec, steps=(who, replace(patient, fields=(*patient.fields, phone)), *others))


def redeclared():
    return changed_spec(
        lambda one: replace(one, settings={"statement": "I swear."}) if one.key == "declaration" else one
    )


def publish_over(form, spec, member, *, until):
    """Publish the next version, whose form says until when drafts of earlier ones may be sent."""
    version = a_version(form, spec, by=member, now=timezone.now())
    live = Form.objects.get(pk=form.pk)
    live.live, live.drafts_until = True, until
    live.save(update_fields=["live", "drafts_until"])
    return version


@pytest.fixture
def over(form, member):
    """Return how a version is published whose predecessors' drafts may not be sent any more."""
    return lambda spec: publish_over(form, spec, member, until=timezone.now() - timedelta(minutes=1))
