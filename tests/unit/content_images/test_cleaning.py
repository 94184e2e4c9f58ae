from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, strategies as st
from PIL import Image

from content.images.cleaning import ImageRefused, cleaned
from tests.library_files import a_pdf, a_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return a_picture("JPEG", (40, 20), exif=exif, comment=b"A comment")


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_pictures_of_the_kinds_that_are_taken_come_out_as_such(kind: str, extension: str) -> None:
    clean = cleaned(io.BytesIO(a_picture(kind)))

    assert clean.name.endswith(f".{extension}")
    assert opened(clean.data).format == kind
    assert opened(clean.data).size == (40, 30)


def test_camera_place_and_comment_are_left_out_and_the_picture_stands_upright() -> None:
    clean = cleaned(io.BytesIO(with_exif()))

    picture = opened(clean.data)
    assert not dict(picture.getexif())
    assert picture.size == (20, 40)
    assert b"A camera" not in clean.data
    assert b"A comment" not in clean.data


def test_texts_inside_a_png_are_left_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Somebody")

    assert b"Somebody" not in cleaned(io.BytesIO(a_picture("PNG", pnginfo=info))).data


def test_what_is_see_through_stays_so() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(buffer, "PNG")

    assert opened(cleaned(buffer).data).convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_another_picture_has_another_name_and_the_same_the_same() -> None:
    one, again, other = (cleaned(io.BytesIO(a_picture(size=size))).name for size in [(4, 4), (4, 4), (5, 4)])

    assert one == again != other


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (SVG, "no picture that the site takes"),
        (a_pdf(), "no picture that the site takes"),
        (b"GIF89a" + b"\0" * 20, "no picture that the site takes"),
        (a_picture("JPEG", (400, 400))[:700], "broken"),
        (b"", "no picture that the site takes"),
    ],
    ids=["svg", "pdf", "gif", "cut", "empty"],
)
def test_what_is_no_picture_or_broken_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(ImageRefused, match=why):
        cleaned(io.BytesIO(data))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(settings: Any) -> None:
    with pytest.raises(ImageRefused, match="24 million pixels"):
        cleaned(io.BytesIO(a_picture("PNG", (6_000, 4_001))))


def test_a_picture_too_large_is_refused(settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1_000

    with pytest.raises(ImageRefused, match="larger than"):
        cleaned(io.BytesIO(a_picture() + b"\0" * 1_000))


def test_a_picture_that_moves_is_refused() -> None:
    frames = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in (0, 255)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], duration=100)

    with pytest.raises(ImageRefused, match="moves"):
        cleaned(buffer)


@given(data=st.binary(max_size=600), cut=st.integers(0, 300))
def test_any_bytes_are_cleaned_or_refused(data: bytes, cut: int) -> None:
    for given_bytes in (data, a_picture("PNG")[:cut] + data, a_picture("JPEG")[:cut] + data):
        try:
            cleaned(io.BytesIO(given_bytes))
        except ImageRefused:
            continue
