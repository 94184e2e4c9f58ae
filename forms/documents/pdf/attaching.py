"""Embed files in a document so that it stays archivable: PDF/A-3 (ISO 19005-3), 6.8."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFString

from forms.documents.content import Attachment
from forms.documents.pdf.writing import Raw, number_of, stream

# What a person supplied beside the answers (ISO 32000-2, 7.11.3, table 43).
RELATIONSHIP = b"/Supplement"


class AttachmentChanged(Exception):
    """The bytes to be embedded are not those that the document was frozen with."""


def attached(
    document: Any, attachments: Iterable[Attachment], files: Mapping[str, bytes], *, moment: datetime
) -> tuple[Raw, Raw]:
    """Embed the files; return the catalogue's entries /Names and /AF. Raise AttachmentChanged or KeyError."""
    named = []
    for attachment in attachments:
        data = files[attachment.id]
        if hashlib.sha256(data).hexdigest() != attachment.sha256:
            raise AttachmentChanged(f"The file {attachment.id} has another SHA-256.")
        named.append((attachment.name, _specification(document, attachment, data, moment)))
    # A name tree is sorted by the bytes of its keys (ISO 32000-1, 7.9.6).
    keys = sorted((_key(name), number) for name, number in named)
    tree = b" ".join(b"<%s> %d 0 R" % (key.hex().encode(), number) for key, number in keys)
    references = b" ".join(b"%d 0 R" % number for _, number in named)
    return Raw(b"<</EmbeddedFiles<</Names[%s]>>>>" % tree), Raw(b"[%s]" % references)


def _specification(document: Any, attachment: Attachment, data: bytes, moment: datetime) -> int:
    written = moment.strftime("D:%Y%m%d%H%M%S+00'00'")
    subtype = attachment.media_type.replace("/", "#2F")
    # No check of integrity: the MD5 that the format asks for; the SHA-256 above is ours.
    checksum = hashlib.md5(data, usedforsecurity=False).hexdigest()
    entries = (
        f"/Type/EmbeddedFile/Subtype/{subtype}"
        f"/Params<</Size {len(data)}/ModDate({written})/CreationDate({written})/CheckSum<{checksum}>>>"
    )
    body = number_of(document, stream(entries, data))
    name = PDFString(attachment.name).format(document)
    specification = Raw(
        b"<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship%s/EF<</F %d 0 R/UF %d 0 R>>>>"
        % (name, name, name, RELATIONSHIP, body, body)
    )
    return number_of(document, specification)


def _key(name: str) -> bytes:
    return name.encode("ascii") if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")
