"""The bytes of an upload, sealed and bound to its row."""

from __future__ import annotations

from uuid import UUID

from vault.storage import discard, load_sealed, store_sealed


def put(upload_id: UUID, data: bytes) -> None:
    """Store the bytes of an upload; repeating it is harmless."""
    store_sealed(name=_name(upload_id), data=data, context=_context(upload_id))


def get(upload_id: UUID) -> bytes:
    """Return the bytes of an upload; raise NotStored or SealBroken."""
    return load_sealed(name=_name(upload_id), context=_context(upload_id))


def destroy(upload_id: UUID) -> None:
    """Remove the bytes of an upload, whether there are any or not."""
    discard(name=_name(upload_id))


def _name(upload_id: UUID) -> str:
    # Named after nothing that the file says or is called.
    return f"uploads/{upload_id.hex[:2]}/{upload_id}"


def _context(upload_id: UUID) -> str:
    return f"form_uploads.upload.bytes:{upload_id}"
