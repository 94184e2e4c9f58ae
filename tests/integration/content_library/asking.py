"""Ask for a document as a browser does."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from content.audience.declared import COOKIE, declaration
from content.library.models import Document

ADDRESS = "/documents/injection-guide/"


def declare(client: Client, audience: str) -> Client:
    client.cookies[COOKIE] = declaration(audience, host="testserver", now=timezone.now())
    return client


def ask(client: Client, address: str = ADDRESS, *, method: str = "get", **options: Any) -> Any:
    """Ask for an address, read the answer to its end as a browser does, and close it."""
    response: Any = getattr(client, method)(address, **options)
    response.body = b"".join(response)
    # As a server does at the end; `close` itself would end the test's connection to the database too.
    for close in response._resource_closers:
        close()
    return response


def change(document: Document, **values: Any) -> None:
    Document.objects.filter(pk=document.pk).update(**values)
