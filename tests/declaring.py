"""Say who a visitor is, as the page that asks does."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from content.audience.declared import COOKIE, declaration

HOST = "testserver"


def declare_as(client: Client, audience: str = "professionals", *, host: str = HOST) -> Client:
    """Let a client carry the declaration of an audience; return it."""
    client.cookies[COOKIE] = declaration(audience, host=host, now=timezone.now())
    return client
