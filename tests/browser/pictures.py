"""Pictures light enough to be kept."""

from __future__ import annotations

from pathlib import Path

COLOURS = 64


def shrink(folder: Path) -> None:
    """Keep the repository light: pictures of few colours look the same here."""
    from PIL import Image

    for path in folder.rglob("*.png"):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
        small.save(path, optimize=True)
