"""Filters that a person keeps under a name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import SavedView
from tests.integration.agreements_register.register import page

pytestmark = pytest.mark.django_db


def test_a_view_is_saved_opened_and_deleted_by_its_person_only(
    manager, onlooker, organisation, counterparties
):
    save, query = reverse("agreement_register:save_view"), "?standing=expired&sort=code&p=3&nonsense=1"
    manager.post(save, {"name": "  Lost   ones ", "query": query})

    (view,) = SavedView.objects.all()
    assert (view.name, view.query, view.person) == ("Lost ones", "standing=expired&sort=code", manager.user)
    assert "Lost ones" in page(manager)
    assert "Lost ones" not in page(onlooker)

    delete = reverse("agreement_register:delete_view", args=[view.pk])
    onlooker.post(delete)
    assert SavedView.objects.exists()
    manager.post(delete)
    assert not SavedView.objects.exists()


def test_saving_under_the_same_name_replaces_the_view(manager, organisation, counterparties):
    for standing in ("expired", "out"):
        manager.post(
            reverse("agreement_register:save_view"), {"name": "Mine", "query": f"?standing={standing}"}
        )

    assert SavedView.objects.get().query == "standing=out"


@pytest.mark.parametrize(
    ("name", "why"), [(" ", "Give the view a name"), ("x" * 61, "at most 60 characters")]
)
def test_a_view_without_a_fitting_name_is_not_kept(manager, organisation, counterparties, name, why):
    answer = manager.post(
        reverse("agreement_register:save_view"), {"name": name, "query": "?kind=sla"}, follow=True
    )

    assert why in answer.content.decode()
    assert not SavedView.objects.exists()
