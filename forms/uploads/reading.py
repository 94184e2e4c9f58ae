"""Give out the bytes of a file: only of a clean one, and only those that were uploaded."""

from __future__ import annotations

import hashlib
from uuid import UUID

from forms.uploads import bytes as stored_bytes
from forms.uploads.models import Upload
from forms.uploads.refusals import FileUnavailable
from vault.envelope import SealBroken
from vault.storage import NotStored


def read_upload(*, upload_id: UUID, sha256: str) -> bytes:
    """Return the bytes of a clean file whose SHA-256 is this one; raise FileUnavailable."""
    upload = Upload.objects.filter(pk=upload_id, removed_at__isnull=True).only("state", "sha256").first()
    if upload is None or upload.state != Upload.State.CLEAN:
        raise FileUnavailable(f"The file {upload_id} is not there, or is not known to be clean.")
    try:
        data = stored_bytes.get(upload_id)
    except (NotStored, SealBroken) as error:
        raise FileUnavailable(f"The file {upload_id} does not open: {type(error).__name__}.") from error
    if not hashlib.sha256(data).hexdigest() == upload.sha256 == sha256:
        raise FileUnavailable(f"The file {upload_id} has another SHA-256.")
    return data
