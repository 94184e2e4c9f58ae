"""The keys that seal data at rest, by id, as the settings give them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed

KEY_BYTES = 32


class KeyringError(Exception):
    """The keys in the settings cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Hold 256-bit keys by id; `active` names the one that seals new values."""

    active: str
    keys: dict[str, bytes]
    index_key: bytes

    def key(self, key_id: str) -> bytes:
        """Return the key named `key_id`; raise KeyringError when it is not held here."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeyringError(f"No key with the id {key_id!r} is configured.") from None


def parse_keys(text: str) -> dict[str, bytes]:
    """Read `id:base64,id:base64` into keys of 32 bytes; raise KeyringError on anything else."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key_id, separator, encoded = part.partition(":")
        if not separator or not key_id.isascii() or not 1 <= len(key_id) <= 32:
            raise KeyringError("Each key is written as id:base64, the id at most 32 ASCII characters.")
        keys[key_id] = parse_key(encoded, named=key_id)
    return keys


def parse_key(encoded: str, *, named: str) -> bytes:
    """Read one base64 key of 32 bytes; raise KeyringError naming it otherwise."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise KeyringError(f"The key {named!r} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise KeyringError(f"The key {named!r} is {len(key)} bytes long, not {KEY_BYTES}.")
    return key


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """Return the keyring of the settings VAULT_KEYS, VAULT_ACTIVE_KEY and VAULT_INDEX_KEY."""
    keys = parse_keys(settings.VAULT_KEYS)
    active = settings.VAULT_ACTIVE_KEY
    if active not in keys:
        raise KeyringError(f"VAULT_ACTIVE_KEY names {active!r}, which VAULT_KEYS does not hold.")
    return Keyring(
        active=active,
        keys=keys,
        index_key=parse_key(settings.VAULT_INDEX_KEY, named="VAULT_INDEX_KEY"),
    )


def _forget_keyring(*, setting: str, **_: object) -> None:
    if setting.startswith("VAULT_"):
        keyring.cache_clear()


setting_changed.connect(_forget_keyring)
