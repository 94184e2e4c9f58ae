"""An Excel file written piece by piece: nothing of it lies on a disk unsealed, and memory does not grow.

openpyxl writes each sheet to a file first, in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

# A sheet holds 1,048,576 lines. Without ZIP64, which Excel does not take from a stream, it stays below 2 GiB.
LINES, BYTES = 250_000, 2**30
LONGEST_CELL = 32_767
QUICKLY = 1
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGIN, _NEXT, _END = (
    '<row><c t="inlineStr"><is><t xml:space="preserve">',
    '</t></is></c><c t="inlineStr"><is><t xml:space="preserve">',
    "</t></is></c></row>",
)
_BETWEEN = "\x1f"
# Characters that XML does not have, but for the one that stands between cells until they are written.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ud800-\udfff\ufffe\uffff]")


class _Stream(RawIOBase):
    """Takes what the archive writes, to be handed on; nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def as_xlsx(headings: list[str], batches: Iterable[Iterable[list[str]]]) -> Iterator[bytes]:
    """Yield an Excel file of these lines, all cells as text; more lines than a sheet takes go on in another."""
    stream = _Stream()
    head = _row(headings).encode()
    left = iter(batches)
    sheets, going_on = 0, True
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=QUICKLY) as archive:
        while going_on:
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode() + head)
                lines, size, going_on = 0, 0, False
                for batch in left:
                    rows = [_row(line) for line in batch]
                    data = "".join(rows).encode()
                    sheet.write(data)
                    lines, size = lines + len(rows), size + len(data)
                    yield stream.taken()
                    if lines + len(rows) >= LINES or size > BYTES:
                        going_on = True
                        break
                sheet.write(b"</sheetData></worksheet>")
        for name, content in _around(sheets):
            archive.writestr(name, _XML + content)
    yield stream.taken()


def _row(cells: list[str]) -> str:
    text = _BETWEEN.join(cells)
    if _NO_XML.search(text) or text.count(_BETWEEN) >= len(cells) or len(text) > LONGEST_CELL:
        text = _BETWEEN.join([_cleaned(cell) for cell in cells])
    return f"{_BEGIN}{escape(text).replace(_BETWEEN, _NEXT)}{_END}"


def _cleaned(cell: str) -> str:
    return _NO_XML.sub(" ", cell).replace(_BETWEEN, " ")[:LONGEST_CELL]


def _around(sheets: int) -> Iterator[tuple[str, str]]:
    """Yield the other files of the archive: what is in it, and how it hangs together."""
    numbers = range(1, sheets + 1)
    listed = "".join(
        f'<sheet name="Submissions{f" {number}" if sheets > 1 else ""}" sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    )
    book = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{book}</Relationships>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
    )
