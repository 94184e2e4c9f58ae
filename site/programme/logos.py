"""Make an uploaded logo safe to show: a drawing keeps its shapes only, an image its pixels only."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

MOST_BYTES = 200_000
MOST_PIXELS = 4_000_000
SIZE = (800, 200)
SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
    "fx", "fy", "d", "points", "transform", "fill", "fill-rule", "fill-opacity", "clip-path",
    "clip-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-dasharray", "stroke-opacity", "opacity", "offset", "stop-color", "stop-opacity",
    "gradientUnits", "gradientTransform", "spreadMethod", "preserveAspectRatio",
})  # fmt: skip


class LogoUnusable(Exception):
    """The uploaded file cannot be the logo; the message says why and what to upload instead."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A cleaned logo, its media type, and how its file's name ends."""

    content: bytes
    media_type: str
    ending: str


def cleaned_logo(uploaded: bytes) -> Logo:
    """Return a logo without anything but its looks; raise LogoUnusable."""
    if len(uploaded) > MOST_BYTES:
        raise LogoUnusable(f"The logo is larger than {MOST_BYTES // 1000} kB. Upload a smaller one.")
    if uploaded.lstrip()[:1] == b"<":
        return Logo(_drawing(uploaded), "image/svg+xml", "svg")
    return Logo(_image(uploaded), "image/png", "png")


def _drawing(uploaded: bytes) -> bytes:
    try:
        root = fromstring(uploaded, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise LogoUnusable("The drawing cannot be read. Export it again as a plain SVG.") from error
    if root.tag != f"{{{SVG}}}svg":
        raise LogoUnusable("The file is no SVG drawing. Upload an SVG, PNG, JPEG or WebP file.")
    if "viewBox" not in root.attrib:
        raise LogoUnusable("The drawing has no viewBox, so it cannot be scaled. Export it again with one.")
    _keep_shapes(root)
    ElementTree.register_namespace("", SVG)
    cleaned: bytes = ElementTree.tostring(root, encoding="utf-8")
    return cleaned


def _keep_shapes(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if name not in ATTRIBUTES or _leads_away(value):
            del element.attrib[name]
    for child in list(element):
        if child.tag.removeprefix(f"{{{SVG}}}") not in ELEMENTS:
            element.remove(child)
        else:
            _keep_shapes(child)


def _leads_away(value: str) -> bool:
    """Say whether a value refers to anything but a part of the same drawing."""
    lowered = "".join(value.lower().split())
    return "url(" in lowered.replace("url(#", "") or "javascript:" in lowered


def _image(uploaded: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(uploaded), formats=["PNG", "JPEG", "WEBP"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise LogoUnusable("The logo has more than 4 million pixels. Upload a smaller one.")
                drawn = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise LogoUnusable("The file is no image. Upload an SVG, PNG, JPEG or WebP file.") from error
    drawn.thumbnail(SIZE)
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    return written.getvalue()
