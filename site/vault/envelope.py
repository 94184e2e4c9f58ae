"""Seal and open values: AES-256-GCM, a versioned header with the key id, data bound to its row.

Layout: version (1 byte) · length of key id (1) · key id · nonce (12) · ciphertext and tag.
The header and the caller's context are authenticated, so a value cannot be moved to another row.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.keyring import KeyringError, keyring

VERSION = 1
NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value does not open: changed, moved to another row, or its key is not held."""


def seal(plaintext: bytes, *, context: str) -> bytes:
    """Encrypt `plaintext` under the active key, bound to `context` (its table, column and row)."""
    ring = keyring()
    key_id = ring.active.encode()
    header = bytes((VERSION, len(key_id))) + key_id
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = _cipher(ring.key(ring.active)).encrypt(nonce, plaintext, header + context.encode())
    return header + nonce + ciphertext


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Decrypt what `seal` made for the same `context`; raise SealBroken otherwise."""
    data = bytes(sealed)
    if len(data) < 2 or data[0] != VERSION:
        raise SealBroken("The value is not in a known envelope version.")
    body = 2 + data[1]
    header, nonce, ciphertext = data[:body], data[body : body + NONCE_BYTES], data[body + NONCE_BYTES :]
    try:
        cipher = _cipher(keyring().key(key_id_of(data)))
        return cipher.decrypt(nonce, ciphertext, header + context.encode())
    except (InvalidTag, ValueError, KeyringError) as error:
        raise SealBroken(f"The value for {context} does not open.") from error


def key_id_of(sealed: bytes) -> str:
    """Return the id of the key that sealed this value."""
    data = bytes(sealed)
    return data[2 : 2 + data[1]].decode("ascii", errors="replace")


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Return what works with a key; to make it costs as much as to open a value."""
    return AESGCM(key)
