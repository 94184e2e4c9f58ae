"""What an operator can set up wrongly about deliveries, seen by `manage.py check`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.module_loading import import_string

from forms.routing.transports.mail import sender_address

NO_GATE = "routing.W001"
GATE_NOT_FOUND = "routing.E001"
INBOX_NOT_WRITABLE = "routing.E002"
LEASE_TOO_SHORT = "routing.E003"
ATTEMPTS = "routing.E004"
NO_QUEUE = "routing.E005"
CONTACT = "routing.E006"
SENDER = "routing.E007"

# Connect, greeting, STARTTLS, greeting, sign-in (2), MAIL, RCPT, DATA, text: each may take the time limit.
SMTP_STEPS = 10


@checks.register()
def check_gate(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Say so while no gate is named, and refuse one that cannot be imported."""
    if not settings.REGISTRATION_GATE:
        # A warning, not an error: without a gate everything is refused, which is safe, and the pages work.
        return [
            checks.Warning(
                "No registration gate is set: no registration can be sent.",
                hint="Set REGISTRATION_GATE to the dotted path of a gate.",
                id=NO_GATE,
            )
        ]
    try:
        import_string(settings.REGISTRATION_GATE)
    except ImportError as error:
        return [checks.Error(f"REGISTRATION_GATE cannot be imported: {error}", id=GATE_NOT_FOUND)]
    return []


@checks.register()
def check_inboxes(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """The folder of inboxes, or the nearest folder above it that exists, must be writable."""
    place = Path(settings.DELIVERY_INBOX_DIR)
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return []
    return [
        checks.Error(
            f"DELIVERY_INBOX_DIR cannot be written: {place} is not a folder this user may write to.",
            hint="Give the worker's user the right to write there, or set VAR_DIR to another place.",
            id=INBOX_NOT_WRITABLE,
        )
    ]


@checks.register()
def check_times(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """A lease must outlast the slowest send, and a leg needs at least one try."""
    found: list[checks.CheckMessage] = []
    slowest = (settings.EMAIL_TIMEOUT or 0) * SMTP_STEPS
    if _in_production() and settings.DELIVERY_LEASE.total_seconds() <= slowest:
        found.append(
            checks.Error(
                f"DELIVERY_LEASE must be longer than the slowest send ({slowest} seconds).",
                hint="Raise DELIVERY_LEASE_SECONDS or lower EMAIL_TIMEOUT.",
                id=LEASE_TOO_SHORT,
            )
        )
    if settings.DELIVERY_MAX_ATTEMPTS < 1:
        found.append(checks.Error("DELIVERY_MAX_ATTEMPTS must be at least 1.", id=ATTEMPTS))
    return found


@checks.register()
def check_queue(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Deliveries are enqueued by INSERT in their own transaction: only the database backend does that."""
    backend = cast(dict[str, Any], settings.TASKS.get("routing", {}))
    if backend.get("BACKEND") == "django_tasks_db.DatabaseBackend" and "routing" in backend.get("QUEUES", []):
        return []
    return [
        checks.Error(
            "TASKS['routing'] must be django_tasks_db.DatabaseBackend with a queue named routing.",
            id=NO_QUEUE,
        )
    ]


@checks.register()
def check_addresses(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Partners see a sender and a contact: both must be addresses, real ones in production."""
    found: list[checks.CheckMessage] = []
    for setting, address, check_id in (
        ("DELIVERY_CONTACT_EMAIL", settings.DELIVERY_CONTACT_EMAIL, CONTACT),
        ("DEFAULT_FROM_EMAIL", sender_address(), SENDER),
    ):
        try:
            validate_email(address)
            usable = not (_in_production() and address.endswith(".invalid"))
        except ValidationError:
            usable = False
        if not usable:
            found.append(
                checks.Error(
                    f"{setting} is not an address that partners can use.",
                    hint=f"Set {setting} in the environment.",
                    id=check_id,
                )
            )
    return found


def _in_production() -> bool:
    return bool(getattr(settings, "REFUSE_PLACEHOLDERS", False))
