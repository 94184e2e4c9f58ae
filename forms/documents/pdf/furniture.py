"""What stands on every page and is no part of the text: running header, footer and a marking such as TEST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from forms.documents.pdf import fonts, theme
from forms.documents.pdf.canvas import TaggedCanvas

HEADER_Y = theme.PAGE_HEIGHT - 36
FOOTER_Y = 44.0
MARKING_SIZE = 120.0
GAP = 16.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """Printable texts of the margins. The last of `running` is never cut."""

    programme: str
    title: str
    reference: str
    form: str
    marking: str = ""
    running: tuple[str, ...] = ()

    def draw_margins(self, canvas: TaggedCanvas, number: int, total: int) -> None:
        """Draw the footer, and from the second page on the running header."""
        if number > 1:
            canvas.rule(theme.LEFT, HEADER_Y - 14, theme.WIDTH, colour=theme.RULE, thickness=0.5)
            self._line(canvas, self._head, self.reference, HEADER_Y)
        canvas.rule(theme.LEFT, FOOTER_Y + 6, theme.WIDTH, colour=theme.RULE, thickness=0.5)
        foot = partial(_shortened, f"{self.reference} · {self.form}")
        self._line(canvas, foot, f"Page {number} of {total}", FOOTER_Y)
        if self.marking:
            style = theme.MARKING
            with canvas.artifact("Pagination"):
                middle = theme.PAGE_WIDTH / 2 - fonts.width(self.marking, style.font, style.size) / 2
                canvas.text((self.marking,), style, max(middle, theme.LEFT), 30)

    def _head(self, room: float) -> str:
        """Return what tells a loose page apart. What has no room goes: the programme, then ends of names."""
        if not self.running:
            return _shortened(f"{self.programme} · {self.title}", room)
        whole = f"{', '.join(self.running)} · {self.programme}"
        if _width(whole) <= room:
            return whole
        *names, last = self.running
        return f"{_shortened(', '.join(names), room - _width(f', {last}'))}, {last}" if names else last

    def _line(self, canvas: TaggedCanvas, left: Callable[[float], str], right: str, top: float) -> None:
        strong, plain = theme.FURNITURE_STRONG, theme.FURNITURE
        room = theme.WIDTH - fonts.width(right, strong.font, strong.size) - GAP
        with canvas.artifact("Pagination"):
            canvas.text((left(room),), plain, theme.LEFT, top)
            canvas.text_right(right, strong, theme.PAGE_WIDTH - theme.RIGHT, top)

    def draw_marking(self, canvas: TaggedCanvas) -> None:
        """Write the marking large and pale across the page, under the text."""
        if not self.marking:
            return
        style = theme.GHOST_MARKING
        room = 0.78 * theme.PAGE_HEIGHT
        size = min(MARKING_SIZE, room / max(fonts.width(self.marking, style.font, 1), 1))
        ghost = theme.Style(style.font, size, size, style.colour)
        with canvas.artifact("Pagination"):
            canvas.saveState()
            canvas.translate(theme.PAGE_WIDTH / 2, theme.PAGE_HEIGHT / 2)
            canvas.rotate(52)
            canvas.text((self.marking,), ghost, -fonts.width(self.marking, ghost.font, size) / 2, size / 2)
            canvas.restoreState()


def _shortened(text: str, room: float) -> str:
    if _width(text) <= room:
        return text
    while text and _width(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> float:
    return fonts.width(text, theme.FURNITURE.font, theme.FURNITURE.size)
