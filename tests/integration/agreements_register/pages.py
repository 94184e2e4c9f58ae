"""The pages of the register as a test asks for them."""

from __future__ import annotations

from django.urls import reverse

from agreements.models import Agreement

Stage = Agreement.Stage
SCAN = b"%PDF-1.7\nsynthetic scan of a signed agreement\n%%EOF\n"


def page(client, agreement):
    response = client.get(reverse("agreement_register:agreement", args=[agreement.pk]))
    assert response.status_code == 200
    return response.content.decode()


def organisation_page(client, organisation):
    response = client.get(reverse("agreement_register:organisation", args=[organisation.pk]))
    assert response.status_code == 200
    return response.content.decode()


def operate(client, agreement, action, **values):
    return client.post(
        reverse("agreement_register:operate", args=[agreement.pk, action]), values, follow=True
    )


def after(agreement):
    agreement.refresh_from_db()
    return agreement
