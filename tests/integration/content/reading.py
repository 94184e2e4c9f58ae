"""What a reader gets at an address."""

from __future__ import annotations

from django.test import Client


def body_of(client: Client, address: str) -> str:
    """Return the page at an address, which has to be there."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()
