"""Small files as editors upload them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

OFFICE = "application/vnd.openxmlformats-officedocument"


def a_pdf(*pages: str) -> bytes:
    """Return a PDF with a line of text on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for text in pages or ("A page",):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def an_encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("Secret words"))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return buffer.getvalue()


def an_office_file(kind: str, parts: dict[str, str], *, main: str = "") -> bytes:
    """Return a container as office programs write it; `kind` as in its media type."""
    declared = main or f"{OFFICE}.{kind}.main+xml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/main.xml" ContentType="{declared}"/></Types>'
        )
        for name, content in parts.items():
            container.writestr(name, content)
    return buffer.getvalue()


def a_word_document(text: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )
    return an_office_file("wordprocessingml.document", {"word/document.xml": body})


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (11, 83, 97)).save(buffer, kind, **options)
    return buffer.getvalue()
