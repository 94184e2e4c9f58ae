"""Keys for one purpose each, derived from the index key, which never changes."""

from __future__ import annotations

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.keyring import KEY_BYTES, keyring


def derived_key(*, purpose: str) -> bytes:
    """Return 32 bytes that only `purpose` uses (HKDF-SHA256, RFC 5869)."""
    return _derive(keyring().index_key, purpose)


@lru_cache(maxsize=8)
def _derive(index_key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(index_key)
