"""The structure of a document: what a screen reader reads, and where each piece stands on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFString

from forms.documents.pdf.writing import Raw, number_of


class Element:
    """A node of the structure tree (ISO 32000-1, 14.7); its kids are elements and marked pieces."""

    __slots__ = ("actual_text", "alt", "attributes", "kids", "tag")

    def __init__(self, tag: str, *, attributes: str = "", alt: str = "", actual_text: str = "") -> None:
        self.tag = tag
        self.attributes = attributes
        self.alt = alt
        self.actual_text = actual_text
        self.kids: list[Element | tuple[int, int]] = []  # (page index, marked-content id)

    def add(self, tag: str, **options: str) -> Element:
        """Append and return a child element."""
        child = Element(tag, **options)
        self.kids.append(child)
        return child


def row_header(row: Element) -> Element:
    """Append and return the header cell of a table row."""
    return row.add("TH", attributes="<</O/Table/Scope/Row>>")


class StructureTree:
    """The elements of one document, and per page the owner of each marked piece."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[list[Element]] = [[]]

    def mark(self, element: Element) -> int:
        """Give the next piece drawn on the current page to `element`; return its marked-content id."""
        owners = self.pages[-1]
        element.kids.append((len(self.pages) - 1, len(owners)))
        owners.append(element)
        return len(owners) - 1

    def next_page(self) -> None:
        """Count marked pieces afresh: a page ended."""
        self.pages.append([])


def write_tree(tree: StructureTree, document: Any) -> tuple[Raw, list[int]]:
    """Add the tree to a ReportLab document; return its root object and each page's tree key."""
    page_numbers = [number_of(document, page) for page in document.Pages.pages]
    numbers: dict[Element, int] = {}
    objects: dict[Element, Raw] = {}
    for element in _walk(tree.root):
        objects[element] = Raw()
        numbers[element] = number_of(document, objects[element])
    root, parents = Raw(), Raw()
    root_number, parents_number = number_of(document, root), number_of(document, parents)
    parent_of = {kid: element for element in objects for kid in element.kids if isinstance(kid, Element)}
    for element, raw in objects.items():
        above = parent_of.get(element)
        parent = root_number if above is None else numbers[above]
        raw.body = _element(element, parent, numbers, page_numbers, document)
    keys = list(range(len(page_numbers)))
    owners = " ".join(
        f"{key}[{' '.join(f'{numbers[owner]} 0 R' for owner in tree.pages[key])}]" for key in keys
    )
    parents.body = f"<</Nums[{owners}]>>".encode()
    root.body = (
        f"<</Type/StructTreeRoot/K {numbers[tree.root]} 0 R"
        f"/ParentTree {parents_number} 0 R/ParentTreeNextKey {len(keys)}>>"
    ).encode()
    return root, keys


def _element(
    element: Element, parent: int, numbers: dict[Element, int], pages: list[int], document: Any
) -> bytes:
    kids = []
    home: int | None = None
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{numbers[kid]} 0 R")
            continue
        page, piece = kid
        if home is None:
            home = page
        if page == home:
            kids.append(str(piece))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {piece}>>")
    parts = [f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R/K[{' '.join(kids)}]"]
    if home is not None:
        parts.append(f"/Pg {pages[home]} 0 R")
    if element.attributes:
        parts.append(f"/A{element.attributes}")
    body = "".join(parts).encode()
    for key, text in ((b"/Alt", element.alt), (b"/ActualText", element.actual_text)):
        if text:
            body += key + PDFString(text).format(document)
    return body + b">>"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)
