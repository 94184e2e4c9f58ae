"""The files that go along with a document: only those of answers that its audience may receive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from forms.definitions.fields.base import AnsweredFile
from forms.definitions.fields.files import kind_and_size
from forms.documents.content import Attachment, DocumentContent, Row, Section
from forms.uploads.reading import read_upload
from sniffing import shown_name

TITLE = "Attached files"
HOW_TO_OPEN = Row(
    "How to open them",
    ("They are inside this PDF. Most readers list them under a paper clip, or as attachments.",),
)


def attachments_of(files: Iterable[AnsweredFile]) -> tuple[Attachment, ...]:
    """Return disclosed files under names of which no two are equal."""
    taken: set[str] = set()
    attached = []
    for file in files:
        name = next(one for one in _names(shown_name(file.name)) if one not in taken)
        taken.add(name)
        attached.append(Attachment(file.id, name, file.media_type, file.size, file.sha256))
    return tuple(attached)


def attachment_sections(attachments: tuple[Attachment, ...]) -> tuple[Section, ...]:
    """Return the list of attached files as a section of the document; none without files."""
    if not attachments:
        return ()
    rows = (
        Row(one.name, (kind_and_size(one.media_type, one.size), f"SHA-256 {shortened(one.sha256)}"))
        for one in attachments
    )
    return (Section(TITLE, (*rows, HOW_TO_OPEN)),)


def files_of(content: DocumentContent) -> dict[str, bytes]:
    """Return the bytes of a document's attachments by their ids; raise FileUnavailable."""
    return {one.id: read_upload(upload_id=UUID(one.id), sha256=one.sha256) for one in content.attachments}


def shortened(sha256: str) -> str:
    """Return the beginning of a hash, as it is compared by eye."""
    return " ".join(sha256[at : at + 4] for at in range(0, 16, 4)) + "…"


def _names(name: str) -> Iterator[str]:
    yield name
    stem, dot, extension = name.rpartition(".")
    number = 2
    while True:
        yield f"{stem} ({number}).{extension}" if dot else f"{name} ({number})"
        number += 1
