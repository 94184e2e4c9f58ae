"""What a file is, told by what it holds and never by its name or by what a browser says of it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

from sniffing.refusals import Unacceptable

# A container with more than this, unpacked, is a bomb or no document.
MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
MOST_CONTENT_TYPES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; `inline` if a browser may show it instead of saving it."""

    media_type: str
    extension: str
    label: str
    inline: bool = False
    other_extensions: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the endings of names that such files have, the usual one first."""
        return (self.extension, *self.other_extensions)


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("application/pdf", "pdf", "PDF", inline=True)
PNG = Kind("image/png", "png", "PNG image", inline=True)
JPEG = Kind("image/jpeg", "jpg", "JPEG image", inline=True, other_extensions=("jpeg",))
TIFF = Kind("image/tiff", "tif", "TIFF image", other_extensions=("tiff",))
WORD = Kind(OFFICE + "wordprocessingml.document", "docx", "Word document")
EXCEL = Kind(OFFICE + "spreadsheetml.sheet", "xlsx", "Excel workbook")
POWERPOINT = Kind(OFFICE + "presentationml.presentation", "pptx", "PowerPoint presentation")

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_MAIN_PARTS = {
    WORD.media_type + ".main+xml": WORD,
    EXCEL.media_type + ".main+xml": EXCEL,
    POWERPOINT.media_type + ".main+xml": POWERPOINT,
}


def sniffed(file: IO[bytes]) -> Kind | None:
    """Return the kind of a file, None for one that we do not know; it is left at its start.

    :raises Unacceptable: it holds macros, or unpacks to far more than a document.
    """
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    found = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _office_kind(file)
        file.seek(0)
    return found


def _office_kind(file: IO[bytes]) -> Kind | None:
    try:
        with zipfile.ZipFile(file) as container:
            parts = container.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unacceptable(
                    "Unpacked, this file is far larger than a document is. Save it again in the program that made it."
                )
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise Unacceptable("This file holds macros. Save it again without them (docx, xlsx or pptx).")
            with container.open(CONTENT_TYPES) as types:
                declared = types.read(MOST_CONTENT_TYPES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        # Broken, encrypted or packed in a way that no office program uses.
        return None
    return next((kind for main, kind in _MAIN_PARTS.items() if f'"{main}"' in declared), None)
