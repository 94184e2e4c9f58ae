"""Keys that cannot be used, or that are not secret, are found before anything is sealed with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from vault.keyring import KeyringError, keyring

TAG = "vault"
UNUSABLE = "vault.E001"
DEVELOPMENT = "vault.E002"
DEVELOPMENT_KEY = "development"


@register(TAG)
def usable_keys(**_: Any) -> list[CheckMessage]:
    """Report keys that cannot be used (vault.E001) and, in production, a developer's keys (vault.E002)."""
    try:
        ring = keyring()
    except KeyringError as error:
        return [
            Error(
                f"The keys that seal data at rest cannot be used. {error}",
                hint="Correct VAULT_KEYS, VAULT_ACTIVE_KEY and VAULT_INDEX_KEY. See docs/operations.md.",
                id=UNUSABLE,
            )
        ]
    if settings.REFUSE_PLACEHOLDERS and DEVELOPMENT_KEY in ring.keys:
        return [
            Error(
                "VAULT_KEYS holds a key named development: one made on a developer's machine.",
                hint="Make keys for production. See docs/operations.md.",
                id=DEVELOPMENT,
            )
        ]
    return []
