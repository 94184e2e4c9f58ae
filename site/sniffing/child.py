"""Open one file whole and write it down clean: `child.py <media type>`, the file on standard input.

Writes one line of JSON (`problem`, empty if there is none) and then the file. Pictures are written anew with
nothing but their pixels; other files are left as they are. Imports nothing of this product (see apart.py).
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import Any

MOST_PIXELS = 60_000_000
MOST_FRAMES = 60
MOST_PAGES = 500
MOST_UNPACKED = 100 * 1024 * 1024
CHUNK = 1024 * 1024
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}
MODES = {
    "JPEG": ("RGB", "L"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"),
    "TIFF": ("1", "L", "RGB"),
}
ENCRYPTED, SCRIPTS, MACROS, TOO_LARGE, MOVES, BROKEN = (
    "encrypted", "scripts", "macros", "too large", "moves", "broken",
)  # fmt: skip


class Refused(Exception):
    """What is wrong, in one of the words above."""


def clean_pdf(data: bytes) -> bytes:
    """Return a PDF as it is, once all its pages opened."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Refused(ENCRYPTED if protected else BROKEN) from error
    # Encrypted files that open without a password cannot be carried on inside another.
    if raw.FPDF_GetSecurityHandlerRevision(pdf.raw) != -1:
        raise Refused(ENCRYPTED)
    if raw.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0:
        raise Refused(SCRIPTS)
    if len(pdf) > MOST_PAGES:
        raise Refused(TOO_LARGE)
    if not len(pdf):
        raise Refused(BROKEN)
    for number in range(len(pdf)):
        page = pdf[number]
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
            width, height = picture.get_px_size()
            if width * height > 2 * MOST_PIXELS:
                raise Refused(TOO_LARGE)
        page.close()
    return data


def clean_image(data: bytes, kind: str) -> bytes:
    """Return a picture that shows the same, upright, and says nothing of camera, place or maker."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        frames = getattr(image, "n_frames", 1)
        if frames > 1 and kind != "TIFF":
            raise Refused(MOVES)
        if frames > MOST_FRAMES:
            raise Refused(TOO_LARGE)
        left, pages = MOST_PIXELS, []
        for frame in ImageSequence.Iterator(image):
            left -= frame.width * frame.height
            if left < 0:
                raise Refused(TOO_LARGE)
            pages.append(bare(ImageOps.exif_transpose(frame), kind))
    return written(pages, kind)


def bare(image: Any, kind: str) -> Any:
    """Return the pixels alone, in a mode that the format can write."""
    if image.mode not in MODES[kind]:
        see_through = kind == "PNG" and ("A" in image.getbands() or "transparency" in image.info)
        grey = image.mode.startswith(("I", "F"))
        image = image.convert("RGBA" if see_through else "L" if grey else "RGB")
    kept = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    copy = image.copy()
    copy.info = kept
    copy.encoderinfo = {}
    return copy


def written(pages: list[Any], kind: str) -> bytes:
    """Return the file of one picture, or of the pages of a scan."""
    buffer = io.BytesIO()
    first, *others = pages
    options: dict[str, Any] = {"JPEG": {"quality": 95}, "PNG": {}}.get(kind, {})
    if kind == "TIFF":
        options = {
            "compression": "group4" if all(page.mode == "1" for page in pages) else "tiff_adobe_deflate",
            "save_all": True,
            "append_images": others,
        }
    first.save(buffer, kind, **options)
    return buffer.getvalue()


def clean_office(data: bytes) -> bytes:
    """Return an office document as it is, once all of it unpacked within the limit and none of it can run."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for part in container.infolist():
            name = part.filename.lower()
            if name.endswith("vbaproject.bin") or "/activex/" in f"/{name}":
                raise Refused(MACROS)
            relations = b""
            with container.open(part) as content:
                while chunk := content.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise Refused(TOO_LARGE)
                    if name.endswith(".rels"):
                        relations += chunk
            # A template that is fetched from elsewhere brings its macros along.
            if b"attachedTemplate" in relations and b"External" in relations:
                raise Refused(MACROS)
    return data


def clean(media_type: str, data: bytes) -> bytes:
    """Return the clean file; raise Refused, or whatever a parser raises."""
    if media_type == "application/pdf":
        return clean_pdf(data)
    if media_type in FORMATS:
        return clean_image(data, FORMATS[media_type])
    return clean_office(data)


def main() -> None:
    problem, made = "", b""
    try:
        made = clean(sys.argv[1], sys.stdin.buffer.read())
    except Refused as refused:
        problem = str(refused)
    except Exception:  # noqa: BLE001 - whatever a broken file makes a parser raise
        problem = BROKEN
    sys.stdout.buffer.write(json.dumps({"problem": problem}).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
