"""Choose a service of the programme by its key, and read whether it is available."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from directory.models import PATIENT_ROLE_CHOICES
from programme.current import services_of
from programme.models import Service


def service_choice(**options: Any) -> blocks.ChoiceBlock:
    """Return a block that holds the key of a service, such as "app"."""
    return blocks.ChoiceBlock(choices=PATIENT_ROLE_CHOICES, **options)


def is_available(context: dict[str, Any], key: str) -> bool:
    """Say whether a service is available on the page that is shown; what is no service always is."""
    service = service_in(context, key)
    return service is None or service.available


def service_in(context: dict[str, Any], key: str) -> Service | None:
    """Return the service with this key on the page that is shown, or None."""
    request = context.get("request")
    return services_of(request).get(key) if request is not None and key else None
