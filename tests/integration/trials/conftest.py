"""A form with a draft that an editor tries, and what it takes to fill it in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forms.definitions.compile import sketch_form
from forms.definitions.services import ensure_groups, save_draft
from forms.trials.models import Trial
from forms.trials.services import begin_trial
from tests import builders
from tests.unit.definitions_compile import examples
from tests.unit.definitions_compile.examples import a_form, question, route, rule, shared, step


@pytest.fixture(autouse=True)
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()


def somebody(name, group):
    user = builders.a_user(email=f"{name.lower()}@example.invalid", name=name, is_staff=True)
    user.groups.add(group)
    return user


@pytest.fixture
def editor(db):
    return somebody("Edith", ensure_groups()[0])


@pytest.fixture
def second_editor(editor):
    return somebody("Edwin", ensure_groups()[0])


@pytest.fixture
def form(programme, editor, now):
    """Two pages, the second asked only of who wants a visit; sent to the nurse, and to homecare at home only."""
    steps = [
        step(
            "patient",
            question(
                "short_text", "surname", disclosures=shared(homecare={"decision": "share", "purpose": "Door"})
            ),
            question("health_number", "number", kinds=["nhs"]),
            question("radios", "mode", options=examples.options("home", "phone")),
        ),
        step("visit", question("short_text", "entrance"), show_when=rule(("mode", "equals", "home"))),
    ]
    routes = [route("nurse"), route("homecare", show_when=rule(("mode", "equals", "home")))]
    form = a_form(steps, routes, programme=programme)
    save_draft(form=form, by=editor, now=now)
    return form


@pytest.fixture
def partners(nurse_service, homecare_provider, now):
    for partner in (nurse_service, homecare_provider):
        builders.a_destination(partner, now=now)


@pytest.fixture
def trial(form, organisation, partners, editor, now) -> Trial:
    """A trial that is open by the injected clock."""
    return begin_trial(
        form=form,
        spec=sketch_form(form).spec,
        of="Draft",
        version_number=1,
        organisation=organisation,
        by=editor,
        now=now,
    )


PATIENT = {
    "surname": "Sample",
    "number_kind": "nhs",
    "number_number": "999 000 0018",
    "mode": "home",
}


def begun(client, form, **values):
    """Begin a trial as the editor does, and return it."""
    address = reverse("form_trials_admin:start", args=[form.pk])
    page = client.get(address)
    organisation = page.context["organisations"]
    chosen = {"state": "draft", "organisation": str(organisation[0].pk) if organisation else "", **values}
    client.post(address, chosen)
    return Trial.objects.latest("created_at")


def gone_through(client, trial, **changed):
    """Fill in every page that the answers lead to, and press Send."""
    posted = {**PATIENT, **changed}
    client.post(reverse("trials:step", args=[trial.pk, "patient"]), posted)
    if posted["mode"] == "home":
        client.post(reverse("trials:step", args=[trial.pk, "visit"]), {"entrance": "Harbour side"})
    return client.post(reverse("trials:send", args=[trial.pk]), follow=True)
