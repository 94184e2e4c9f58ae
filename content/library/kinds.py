"""The kinds of file that the library takes."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from content.library.refusals import FileRefused
from sniffing import EXCEL, JPEG, PDF, PNG, POWERPOINT, WORD, Kind, Unacceptable, sniffed

__all__ = ["EXCEL", "JPEG", "KINDS", "PDF", "PNG", "POWERPOINT", "TAKEN", "WORD", "Kind", "kind_of"]

KINDS = {kind.media_type: kind for kind in (PDF, WORD, EXCEL, POWERPOINT, PNG, JPEG)}
TAKEN = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG and JPEG"


def kind_of(file: IO[bytes], *, name: str) -> Kind:
    """Return the kind of a file by its content; raise FileRefused, also where its name says another kind."""
    try:
        found = sniffed(file)
    except Unacceptable as error:
        raise FileRefused(str(error)) from error
    if found is None or found.media_type not in KINDS:
        raise FileRefused(f"This is no file that the library takes. It takes {TAKEN}.")
    _compare_with_name(found, name)
    return found


def _compare_with_name(found: Kind, name: str) -> None:
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in found.extensions:
        says = f"ends in .{extension[:12]}" if extension else "has no ending"
        raise FileRefused(
            f"The file’s name {says}, but it is a {found.label}. Save it again so that its name ends in "
            f".{found.extension}, and check that it is the file you mean."
        )
