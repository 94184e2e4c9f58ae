"""Make the vendored files again: `python -m forms.documents.fonts.build FOLDER_WITH_NOTO_SANS`."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from forms.documents.fonts import FOLDER

WEIGHTS = ("Regular", "Bold")
# Latin with every extension, combining marks, Greek, Cyrillic, punctuation, currency and letter-like signs.
RANGES = (
    (0x0020, 0x052F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x218F),
    (0x2190, 0x22FF),
    (0xFB00, 0xFB06),
    (0xFE20, 0xFE2F),
)
# Signs that people write in clinical notes and that Noto Sans itself lacks; one weight serves both.
SIGNS = {
    "NotoSansMath-Regular": "≈≠≤≥≡−√∞←↑→↓",  # noqa: RUF001  a minus is meant
    "NotoSansSymbols2-Regular": "✓✔✗✘☐☑☒■□●○▲▼",
}
NAMES_KEPT = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # copyright, names, licence

# sRGB (IEC 61966-2-1): primaries adapted to D50 as in the ICC's own sRGB2014 profile.
WHITE_D50 = (0.9642, 1.0, 0.8249)
PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.7141),
}
CURVE_POINTS = 1024
PROFILE_COPYRIGHT = b"No copyright, use freely"


def build_font(source: Path, weight: str) -> None:
    """Write the part of Noto Sans that documents use: no hinting and no layout tables."""
    font = TTFont(source / f"NotoSans-{weight}.ttf", recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG"]
    options.name_IDs = NAMES_KEPT
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for donor, characters in SIGNS.items():
        add_signs(font, TTFont(source / f"{donor}.ttf"), characters)
    font.save(FOLDER / f"NotoSans-{weight}.ttf")


def add_signs(font: TTFont, donor: TTFont, characters: str) -> None:
    """Copy glyphs from another font of the same family and scale."""
    cmap, glyphs = donor.getBestCmap(), donor.getGlyphSet()
    for character in characters:
        name, code = f"uni{ord(character):04X}", ord(character)
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[cmap[code]].draw(outline)
        outline.replay(pen)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = donor["hmtx"][cmap[code]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def icc_profile() -> bytes:
    """Return a version 2 display profile of sRGB; PDF/A readers accept version 2 everywhere."""
    curve = b"curv" + struct.pack(">II", 0, CURVE_POINTS)
    curve += b"".join(
        struct.pack(">H", round(_linear(i / (CURVE_POINTS - 1)) * 65535)) for i in range(CURVE_POINTS)
    )
    name = b"sRGB IEC61966-2.1\0"
    description = b"desc" + struct.pack(">II", 0, len(name)) + name + bytes(78)
    tags = {
        b"desc": description,
        b"cprt": b"text" + bytes(4) + PROFILE_COPYRIGHT + b"\0",
        b"wtpt": _xyz(WHITE_D50),
        **{tag: _xyz(value) for tag, value in PRIMARIES.items()},
        b"rTRC": curve,
    }
    table, body = [], b""
    start = 128 + 4 + 12 * (len(tags) + 2)
    for tag, data in tags.items():
        table.append((tag, start + len(body), len(data)))
        body += data + bytes(-len(data) % 4)
    red = table[-1]
    table += [(b"gTRC", *red[1:]), (b"bTRC", *red[1:])]
    size = start + len(body)
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4s8sI12s4s44x",
        size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0), b"acsp", bytes(4), 0, bytes(4), bytes(4), bytes(8), 0,
        _s15(WHITE_D50), bytes(4),
    )  # fmt: skip
    entries = b"".join(tag + struct.pack(">II", offset, length) for tag, offset, length in table)
    return header + struct.pack(">I", len(table)) + entries + body


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _s15(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _s15(values)


def main(source: Path) -> None:
    """Write both fonts and the profile into this folder."""
    for weight in WEIGHTS:
        build_font(source, weight)
    (FOLDER / "srgb.icc").write_bytes(icc_profile())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
