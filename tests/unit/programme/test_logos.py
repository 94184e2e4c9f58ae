"""A logo shows what it looks like, and does nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from programme.logos import MOST_BYTES, LogoUnusable, cleaned_logo

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123456"/>%s</svg>'
)


def an_image(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1600, 400), "#123456").save(written, kind, comment=b"taken at home")
    return written.getvalue()


def test_a_plain_drawing_keeps_its_shapes() -> None:
    logo = cleaned_logo(DRAWING % b"")

    assert (logo.media_type, logo.ending) == ("image/svg+xml", "svg")
    assert b'd="M0 0h9v9z"' in logo.content
    assert b'viewBox="0 0 9 9"' in logo.content


@pytest.mark.parametrize(
    ("part", "lost"),
    [
        (b"<script>alert(1)</script>", b"alert"),
        (b'<rect onload="alert(1)" width="1"/>', b"onload"),
        (b'<image href="https://elsewhere.example/a.png"/>', b"elsewhere"),
        (b'<rect fill="url(https://elsewhere.example/#a)"/>', b"elsewhere"),
        (b"<style>@import 'https://elsewhere.example/a.css';</style>", b"import"),
        (b"<foreignObject><p>words</p></foreignObject>", b"words"),
        (b'<a xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:alert(1)"><g/></a>', b"javascript"),
        (b"<!-- a comment -->", b"comment"),
    ],
)
def test_what_a_drawing_could_do_is_cut_out(part: bytes, lost: bytes) -> None:
    assert lost not in cleaned_logo(DRAWING % part).content


def test_references_inside_the_drawing_stay() -> None:
    logo = cleaned_logo(DRAWING % b'<rect fill="url(#shade)"/>')

    assert b"url(#shade)" in logo.content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_is_drawn_anew_and_small(kind: str) -> None:
    logo = cleaned_logo(an_image(kind))

    assert b"taken at home" not in logo.content
    assert Image.open(io.BytesIO(logo.content)).size == (800, 200)


@pytest.mark.parametrize(
    "uploaded",
    [
        b"",
        b"not an image",
        b"<html><body/></html>",
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
        b"x" * (MOST_BYTES + 1),
    ],
)
def test_what_cannot_be_a_logo_is_refused_in_words(uploaded: bytes) -> None:
    with pytest.raises(LogoUnusable, match=r"\.$"):
        cleaned_logo(uploaded)
