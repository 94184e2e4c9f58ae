"""Make of an uploaded picture one that shows the same and says nothing else: no camera, place, comment or script."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageOps, UnidentifiedImageError

# By what the file holds. SVG is not among them: it can hold scripts.
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
TAKEN = "JPEG, PNG and WebP"
_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "P"), "WEBP": ("RGB", "RGBA")}
_QUALITY = {"JPEG": 92, "WEBP": 92}


class ImageRefused(Exception):
    """The file is no picture that the site takes; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture written anew; its name is made of its content, so another picture has another address."""

    data: bytes
    name: str


def cleaned(file: IO[bytes]) -> Cleaned:
    """Return the picture in a file, upright and without anything but its pixels; raise ImageRefused."""
    file.seek(0)
    data = file.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1)
    if len(data) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        largest = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        raise ImageRefused(f"The picture is larger than {largest}. Save it smaller and upload it again.")
    try:
        with warnings.catch_warnings():
            # Pillow warns of what may be a bomb; the limit of the site below says the same in clear words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
                _check(image)
                kind = str(image.format)
                return _written(ImageOps.exif_transpose(image), kind)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImageRefused(f"This is no picture that the site takes. It takes {TAKEN}.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ImageRefused("The picture is broken. Save it again and upload it anew.") from error


def _check(image: Image.Image) -> None:
    width, height = image.size
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
        raise ImageRefused(
            f"The picture is {width} by {height} pixels. The site takes up to {most} million pixels: "
            "save it smaller and upload it again."
        )
    if getattr(image, "n_frames", 1) > 1:
        raise ImageRefused("The picture moves. Save it as a single picture and upload it again.")


def _written(image: Image.Image, kind: str) -> Cleaned:
    if image.mode not in _MODES[kind]:
        see_through = kind != "JPEG" and ("A" in image.getbands() or "transparency" in image.info)
        image = image.convert("RGBA" if see_through else "RGB")
    # A copy of the pixels alone; a palette keeps what is transparent in it.
    kept: dict[Any, Any] = (
        {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    )
    bare = image.copy()
    bare.info = {**kept}
    buffer = io.BytesIO()
    options = {"quality": _QUALITY[kind]} if kind in _QUALITY else {}
    bare.save(buffer, kind, optimize=True, exif=b"", icc_profile=None, **options)
    data = buffer.getvalue()
    return Cleaned(data, f"{hashlib.sha256(data).hexdigest()[:24]}.{FORMATS[kind]}")
