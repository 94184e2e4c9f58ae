"""Read one file in a process of its own: `child.py <media type>`, the file on standard input.

Writes one line of JSON (`state`, `pages`, `thumbnail` as the length in bytes, `text`) and then the picture.
Imports nothing of this product (see sniffing/apart.py).
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import Any

MOST_TEXT = 2_000_000
MOST_PAGES = 2_000
MOST_PART = 50 * 1024 * 1024
THUMBNAIL = (320, 452)
READ, ENCRYPTED, UNREADABLE = "read", "encrypted", "unreadable"
OFFICE_TEXT = {
    "wordprocessingml.document": ("word/document", "word/footnotes", "word/header", "word/footer"),
    "spreadsheetml.sheet": ("xl/sharedStrings", "xl/worksheets/"),
    "presentationml.presentation": ("ppt/slides/slide", "ppt/notesSlides/"),
}
PARAGRAPHS = {"p", "si", "row"}


def read_pdf(data: bytes) -> dict[str, Any]:
    """Return the words of a PDF, its number of pages and a picture of the first."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        return {"state": ENCRYPTED if code == raw.FPDF_ERR_PASSWORD else UNREADABLE}
    pages, texts, left = len(pdf), [], MOST_TEXT
    if not pages:
        return {"state": UNREADABLE}
    for number in range(min(pages, MOST_PAGES)):
        text = pdf[number].get_textpage().get_text_bounded()[:left]
        texts.append(text)
        left -= len(text)
        if left <= 0:
            break
    width, height = pdf[0].get_size()
    scale = min(THUMBNAIL[0] / max(width, 1), THUMBNAIL[1] / max(height, 1))
    picture = pdf[0].render(scale=scale).to_pil()
    return {"state": READ, "pages": pages, "text": "\n".join(texts), "picture": picture}


def read_image(data: bytes) -> dict[str, Any]:
    """Return a small picture of an image."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 60_000_000
    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
        image.draft("RGB", THUMBNAIL)
        picture = ImageOps.exif_transpose(image)
        picture.thumbnail(THUMBNAIL)
        return {"state": READ, "picture": picture.convert("RGB")}


def read_office(data: bytes, parts: tuple[str, ...]) -> dict[str, Any]:
    """Return the words of an office document."""
    from defusedxml.ElementTree import iterparse

    texts: list[str] = []
    left = MOST_TEXT
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        named = [part for part in container.infolist() if part.filename.startswith(parts)]
        for part in sorted(named, key=lambda one: (len(one.filename), one.filename)):
            if not part.filename.endswith(".xml") or part.file_size > MOST_PART or left <= 0:
                continue
            with container.open(part) as content:
                for _, element in iterparse(content):
                    name = element.tag.rpartition("}")[2]
                    if name == "t" and element.text:
                        texts.append(element.text[: max(left, 0)])
                        left -= len(element.text)
                    elif name in PARAGRAPHS:
                        texts.append("\n")
                        element.clear()
    return {"state": READ, "text": "".join(texts)[:MOST_TEXT]}


def read(media_type: str, data: bytes) -> dict[str, Any]:
    """Return what is found in a file of that media type."""
    if media_type == "application/pdf":
        return read_pdf(data)
    if media_type.startswith("image/"):
        return read_image(data)
    return read_office(data, OFFICE_TEXT[media_type.rpartition("officedocument.")[2]])


def main() -> None:
    try:
        found = read(sys.argv[1], sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - whatever a broken file makes a parser raise
        found = {"state": UNREADABLE}
    picture = found.pop("picture", None)
    drawn = b""
    if picture is not None:
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        drawn = buffer.getvalue()
    head = json.dumps({**found, "thumbnail": len(drawn)})
    sys.stdout.buffer.write(head.encode() + b"\n" + drawn)


if __name__ == "__main__":
    main()
