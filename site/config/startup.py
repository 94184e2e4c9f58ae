"""Refuse to serve from a database that production must not have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_unready_data() -> None:
    """Raise ImproperlyConfigured while the database holds demo people, hospitals or placeholders."""
    if not settings.REFUSE_PLACEHOLDERS:
        return
    # A thread of its own: an asynchronous server imports the application inside its event loop, where
    # Django refuses to query.
    with ThreadPoolExecutor(max_workers=1) as pool:
        faults = pool.submit(_faults).result()
    if faults:
        raise ImproperlyConfigured("This site does not start yet:\n" + "\n".join(faults))


def _faults() -> list[str]:
    try:
        found = run_checks(tags=[Tags.database], databases=["default"])
        return [f"- {fault.id}: {fault.msg} {fault.hint or ''}" for fault in found if fault.level >= ERROR]
    finally:
        connection.close()
