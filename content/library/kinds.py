"""What a file is, told by what it holds and never by its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from content.library.refusals import FileRefused

# A container with more than this, unpacked, is a bomb or no document.
MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
MOST_CONTENT_TYPES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that the library takes; `inline` if a browser may show it instead of saving it."""

    media_type: str
    extension: str
    label: str
    inline: bool = False
    other_extensions: tuple[str, ...] = ()


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("application/pdf", "pdf", "PDF", inline=True)
PNG = Kind("image/png", "png", "PNG image", inline=True)
JPEG = Kind("image/jpeg", "jpg", "JPEG image", inline=True, other_extensions=("jpeg",))
WORD = Kind(OFFICE + "wordprocessingml.document", "docx", "Word document")
EXCEL = Kind(OFFICE + "spreadsheetml.sheet", "xlsx", "Excel workbook")
POWERPOINT = Kind(OFFICE + "presentationml.presentation", "pptx", "PowerPoint presentation")

KINDS = {kind.media_type: kind for kind in (PDF, WORD, EXCEL, POWERPOINT, PNG, JPEG)}
TAKEN = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG and JPEG"
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_MAIN_PARTS = {
    WORD.media_type + ".main+xml": WORD,
    EXCEL.media_type + ".main+xml": EXCEL,
    POWERPOINT.media_type + ".main+xml": POWERPOINT,
}


def kind_of(file: IO[bytes], *, name: str) -> Kind:
    """Return the kind of a file by its content; raise FileRefused, also where its name says another kind."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    found = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _office_kind(file)
        file.seek(0)
    if found is None:
        raise FileRefused(f"This is no file that the library takes. It takes {TAKEN}.")
    _compare_with_name(found, name)
    return found


def _compare_with_name(found: Kind, name: str) -> None:
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in (found.extension, *found.other_extensions):
        says = f"ends in .{extension[:12]}" if extension else "has no ending"
        raise FileRefused(
            f"The file’s name {says}, but it is a {found.label}. Save it again so that its name ends in "
            f".{found.extension}, and check that it is the file you mean."
        )


def _office_kind(file: IO[bytes]) -> Kind | None:
    try:
        with zipfile.ZipFile(file) as container:
            parts = container.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileRefused(
                    "Unpacked, this file is far larger than a document is. Save it again in the program that made it."
                )
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise FileRefused("This file holds macros. Save it again without them (docx, xlsx or pptx).")
            with container.open(CONTENT_TYPES) as types:
                declared = types.read(MOST_CONTENT_TYPES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        # Broken, encrypted or packed in a way that no office program uses.
        return None
    return next((kind for main, kind in _MAIN_PARTS.items() if f'"{main}"' in declared), None)
