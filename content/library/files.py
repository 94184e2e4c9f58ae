"""Where files lie: named after their content, so that one file is stored once and never overwritten."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat

from content.library.kinds import Kind, kind_of
from content.library.refusals import FileRefused

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its kind, SHA-256 as hexadecimal digits and size in bytes."""

    file: IO[bytes]
    kind: Kind
    sha256: str
    size: int


def library_storage() -> Storage:
    """Return the storage of the library; what lies there is never served by address."""
    return storages["library"]


def checked(file: IO[bytes], *, name: str) -> Checked:
    """Return what a file is; raise FileRefused where it is empty, too large or of no kind that is taken."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            largest = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            raise FileRefused(f"The file is larger than {largest}. Make it smaller and upload it again.")
    if not size:
        raise FileRefused("The file is empty. Choose another one.")
    return Checked(file, kind_of(file, name=name), digest.hexdigest(), size)


def store(one: Checked) -> str:
    """Write a file into the library unless it is there; return its name."""
    storage = library_storage()
    name = f"{one.sha256[:2]}/{one.sha256}.{one.kind.extension}"
    if storage.exists(name) and storage.size(name) == one.size:
        return name
    one.file.seek(0)
    return storage.save(name, File(one.file))


def opened(file: FieldFile) -> File[bytes]:
    """Return a stored file, opened for reading; never the field's own, which a caller may have closed."""
    return file.storage.open(str(file.name))


def store_thumbnail(data: bytes, *, sha256: str) -> str:
    """Write the picture of a file's first page; return its name."""
    return library_storage().save(f"{sha256[:2]}/{sha256}-page-1.png", ContentFile(data))
