"""Show a document that we drew as pictures, where a browser may not show PDFs: a preview within a page."""

from __future__ import annotations

import io
from threading import Lock

SCALE = 1.5
# PDFium is not safe between threads.
_one_at_a_time = Lock()


def pictures_of(pdf: bytes, *, scale: float = SCALE) -> tuple[bytes, ...]:
    """Return each page of a PDF of ours as a PNG; a scale of 1 makes 72 pixels an inch.

    Not for files from elsewhere: those are read in a process of their own.
    """
    # Loaded here because only who previews a document needs it.
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_picture(page, scale) for page in document)
        finally:
            document.close()


def _picture(page: object, scale: float) -> bytes:
    written = io.BytesIO()
    image = page.render(scale=scale).to_pil()  # type: ignore[attr-defined]
    image.convert("L" if image.mode == "L" else "P").save(written, format="PNG", optimize=False)
    return written.getvalue()
