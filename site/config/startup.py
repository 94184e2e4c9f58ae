"""Refuse to serve with keys that do not work, or from a database that production must not have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from forms.documents.checks import TAG as SEAL
from vault.checks import TAG as KEYS


def refuse_unready_data() -> None:
    """Raise ImproperlyConfigured for unusable keys or an unusable seal and, in production, demo people or fictitious hospitals.

    Placeholder safety records do not stop the start (docs/adr/0004): registering is refused instead.
    """
    # A thread of its own: an asynchronous server imports the application inside its event loop, where
    # Django refuses to query.
    with ThreadPoolExecutor(max_workers=1) as pool:
        faults = pool.submit(_faults).result()
    if faults:
        raise ImproperlyConfigured("This site does not start yet:\n" + "\n".join(faults))


def _faults() -> list[str]:
    found = run_checks(tags=[KEYS, SEAL])
    if settings.REFUSE_PLACEHOLDERS:
        try:
            found += run_checks(tags=[Tags.database], databases=["default"])
        finally:
            connection.close()
    return [f"- {fault.id}: {fault.msg} {fault.hint or ''}" for fault in found if fault.level >= ERROR]
