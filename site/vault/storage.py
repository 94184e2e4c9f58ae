"""Keep files sealed in the storage called "documents": encrypted files here, a bucket in production."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from vault.envelope import SealBroken, seal, unseal

STORAGE = "documents"
ATTEMPTS = 3


class NotStored(Exception):
    """The file is not in the storage, or could not be put there."""


def store_sealed(*, name: str, data: bytes, context: str) -> None:
    """Store `data` under exactly `name`, sealed and bound to `context`; repeating it is harmless.

    :raises NotStored: other writers kept taking the name.
    """
    storage = storages[STORAGE]
    for _ in range(ATTEMPTS):
        if storage.exists(name):
            # Idempotent: the same file is there already. A writer that died left half of one.
            if _holds(name, data, context):
                return
            storage.delete(name)
        saved = storage.save(name, ContentFile(seal(data, context=context)))
        if saved == name:
            return
        storage.delete(saved)  # another writer took the name first
    raise NotStored(f"{name} could not be stored.")


def discard(*, name: str) -> None:
    """Remove a file that nothing refers to."""
    storages[STORAGE].delete(name)


def load_sealed(*, name: str, context: str) -> bytes:
    """Return what `store_sealed` stored.

    :raises NotStored: there is no such file.
    :raises SealBroken: it was changed, or stored for another context.
    """
    try:
        with storages[STORAGE].open(name, "rb") as file:
            return unseal(file.read(), context=context)
    except FileNotFoundError as error:
        raise NotStored(f"{name} is not stored.") from error


def _holds(name: str, data: bytes, context: str) -> bool:
    try:
        return load_sealed(name=name, context=context) == data
    except (NotStored, SealBroken):
        return False
