"""A programme's look: its colours as a stylesheet and its logo, each a file named after its content."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from audit.trail import audited, record
from programme.colours import LEAST_CONTRAST, PAPER, contrast, mixed
from programme.logos import Logo
from programme.models import LookFile, Programme
from programme.naming import has_to_wait

STYLESHEET = ":root {{ --brand: {brand}; --brand-deep: {deep}; --brand-tint: {tint}; --accent: {accent}; }}\n"
DEFAULT_PRIMARY = "#0b5361"


class ColourUnreadable(Exception):
    """White text on a colour, or text in it, could not be read by everybody."""


def change_look(
    *,
    programme: Programme,
    neutral_name: str,
    primary: str,
    accent: str,
    by: Any,
    now: datetime,
    logo: Logo | None = None,
    remove_logo: bool = False,
) -> Programme:
    """Give a programme its name before the gate, its colours ("" for the theme's own) and, if given, a logo.

    A name that certified pages show waits for a second person, and the programme keeps its own until then.

    Raises ColourUnreadable. What pages referred to before stays, since kept copies of them still do.
    """
    for colour in filter(None, (primary, accent)):
        require_contrast(colour)
    with audited(at=now):
        if has_to_wait(programme=programme, neutral_name=neutral_name, by=by, now=now):
            neutral_name = Programme.objects.get(pk=programme.pk).neutral_name
        programme.neutral_name = neutral_name
        programme.primary_colour, programme.accent_colour = primary, accent
        programme.stylesheet = _stylesheet(primary, accent)
        if logo is not None:
            programme.logo = _kept(logo.content, logo.media_type, logo.ending)
        elif remove_logo:
            programme.logo = ""
        programme.save(
            update_fields=["neutral_name", "primary_colour", "accent_colour", "stylesheet", "logo"]
        )
        detail = {"stylesheet": programme.stylesheet, "logo": programme.logo}
        record("programme.look_changed", actor=by.pk, subject=programme, programme=programme, detail=detail)
    return programme


def require_contrast(colour: str) -> None:
    """Raise ColourUnreadable for a colour that white text on it, or it on white and its tint, is lost on."""
    worst = min(contrast(colour, PAPER), contrast(colour, _tint(colour)))
    if worst < LEAST_CONTRAST:
        raise ColourUnreadable(
            f"Text in {colour}, or white text on it, has a contrast of {worst:.1f} only; it takes "
            f"{LEAST_CONTRAST} to be read easily. Choose a darker colour."
        )


def _stylesheet(primary: str, accent: str) -> str:
    if not primary and not accent:
        return ""
    brand = primary or DEFAULT_PRIMARY
    css = STYLESHEET.format(
        brand=brand, deep=mixed(brand, "#000000", share=0.3), tint=_tint(brand), accent=accent or brand
    )
    return _kept(css.encode(), "text/css", "css")


def _tint(colour: str) -> str:
    return mixed(colour, PAPER, share=0.9)


def _kept(content: bytes, media_type: str, ending: str) -> str:
    name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
    LookFile.objects.get_or_create(name=name, defaults={"content": content, "media_type": media_type})
    return name
