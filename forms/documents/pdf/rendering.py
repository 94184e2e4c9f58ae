"""Draw a document: a pure function of its content, so that the same content gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.frames import Frame

from forms.documents.content import DocumentContent
from forms.documents.pdf import theme
from forms.documents.pdf.archive import make_archivable
from forms.documents.pdf.canvas import TaggedCanvas
from forms.documents.pdf.furniture import Furniture
from forms.documents.pdf.story import Story
from forms.documents.pdf.writing import write


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF. `missing` names the characters that no font had, for example 'U+4E2D'."""

    data: bytes
    sha256: str
    pages: int
    missing: tuple[str, ...]


class _Template(BaseDocTemplate):
    _doSave = 0  # the file is written after page numbers, structure and metadata are added

    def __init__(self, canvas: TaggedCanvas, furniture: Furniture) -> None:
        super().__init__(None, pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT), title=furniture.title)
        self.tagged_canvas = canvas
        self.addPageTemplates(
            [
                _page("first", theme.FIRST_TOP, furniture),
                _page("later", theme.TOP, furniture),
            ]
        )

    def _makeCanvas(self, filename: object = None, canvasmaker: object = None) -> TaggedCanvas:
        return self.tagged_canvas


def _page(name: str, top: float, furniture: Furniture) -> PageTemplate:
    frame = Frame(
        theme.LEFT, theme.BOTTOM, theme.WIDTH, theme.PAGE_HEIGHT - top - theme.BOTTOM,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    return PageTemplate(
        id=name,
        frames=[frame],
        onPage=lambda canvas, _: furniture.draw_marking(canvas),
        autoNextPageTemplate="later",
    )


def render(content: DocumentContent, files: Mapping[str, bytes] | None = None) -> RenderedPdf:
    """Return the content as a tagged, reproducible PDF/A on A4: 2b, or with attached files 3b.

    `files` are the bytes of the content's attachments by their ids; raise AttachmentChanged or KeyError.
    """
    canvas = TaggedCanvas(language=content.language)
    story = Story(content, canvas.tree.root)
    _Template(canvas, story.furniture).build(story.flowables)
    canvas.furnish(story.furniture.draw_margins)
    pages = len(canvas._doc.Pages.pages)
    make_archivable(
        canvas, content, files or {}, title=story.document_title, author=story.furniture.programme
    )
    data = write(canvas)
    return RenderedPdf(
        data=data, sha256=hashlib.sha256(data).hexdigest(), pages=pages, missing=tuple(story.missing)
    )
