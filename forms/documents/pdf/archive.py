"""What makes the file an accessible, reproducible PDF/A-2b, with files in it PDF/A-3b: structure, metadata, colour profile, identity."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.pdfbase import pdfdoc

from forms.documents.content import DocumentContent
from forms.documents.fonts import FOLDER
from forms.documents.pdf.attaching import attached
from forms.documents.pdf.canvas import TaggedCanvas
from forms.documents.pdf.tagging import write_tree
from forms.documents.pdf.writing import Raw, number_of, stream

# Raise the number when the same content would be drawn differently.
RENDERER = f"documents 1, ReportLab {reportlab.__version__}"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


class _Catalog(pdfdoc.PDFCatalog):
    __NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF"]
    __Refs__ = [*pdfdoc.PDFCatalog.__Refs__, "OutputIntents", "AF"]


class _Page(pdfdoc.PDFPage):
    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Info(pdfdoc.PDFInfo):
    """Only what the XMP packet says as well: PDF/A wants both to agree."""

    def format(self, document: Any) -> bytes:
        entries = pdfdoc.PDFDictionary(
            {
                "Title": pdfdoc.PDFString(self.title),
                "Author": pdfdoc.PDFString(self.author),
                "Producer": pdfdoc.PDFString(self.producer),
                "CreationDate": pdfdoc.PDFString(self.date),
                "ModDate": pdfdoc.PDFString(self.date),
            }
        )
        formatted: bytes = entries.format(document)
        return formatted


def make_archivable(
    canvas: TaggedCanvas, content: DocumentContent, files: Mapping[str, bytes], *, title: str, author: str
) -> None:
    """Complete a canvas whose pages are drawn, before it is saved; `title` and `author` are printable."""
    document = canvas._doc
    catalog = document.Catalog
    catalog.__class__ = _Catalog
    root, keys = write_tree(canvas.tree, document)
    for page, key in zip(document.Pages.pages, keys, strict=True):
        page.__class__ = _Page
        page.StructParents, page.Tabs = key, "/S"
        page.Trans = None  # an empty transition, which PDF/A does not know
    catalog.StructTreeRoot = root
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
    catalog.OutputIntents = pdfdoc.PDFArray([_output_intent(document)])
    submitted = datetime.fromisoformat(content.submitted_at).astimezone(UTC)
    if content.attachments:
        catalog.Names, catalog.AF = attached(document, content.attachments, files, moment=submitted)
    part = 3 if content.attachments else 2
    catalog.Metadata = _metadata(title, author, content.language, submitted, part=part)
    info = _Info()
    info.title, info.author, info.producer = title, author, RENDERER
    info.date = submitted.strftime("D:%Y%m%d%H%M%S+00'00'")
    document.info = info


def _output_intent(document: Any) -> Raw:
    profile = number_of(document, stream("/N 3/Filter/FlateDecode", _profile()))
    return Raw(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
        b"/DestOutputProfile %d 0 R>>" % profile
    )


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return zlib.compress((FOLDER / "srgb.icc").read_bytes(), 9)


def _metadata(title: str, author: str, language: str, submitted: datetime, *, part: int) -> Raw:
    packet = _XMP.format(
        part=part,
        title=escape(title),
        author=escape(author),
        language=escape(language),
        producer=RENDERER,
        date=submitted.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    )
    return stream("/Type/Metadata/Subtype/XML", packet.encode())
