"""The register's first page as a test asks for it."""

from __future__ import annotations

from django.urls import reverse

INDEX = "agreement_register:index"


def page(client, **query):
    response = client.get(reverse(INDEX), query)
    assert response.status_code == 200
    return response.content.decode()


def listed(client, **query):
    """Return the names of the organisations that a page lists."""
    return [row.organisation.name for row in client.get(reverse(INDEX), query).context["rows"]]
