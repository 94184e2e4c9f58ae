"""Where documents keep their files: sealed, in the storage called "documents"."""

from __future__ import annotations

from vault.storage import STORAGE, NotStored, discard, load_sealed, store_sealed

__all__ = ["STORAGE", "NotStored", "discard", "load_sealed", "store_sealed"]
