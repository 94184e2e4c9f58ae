"""Keep the blocks of a short section on one page."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus.doctemplate import FrameBreak

from forms.documents.pdf import theme
from forms.documents.pdf.flowables import Block


class Together(Block):
    """Stand before blocks that share a page: begin a new one where they would not fit on what is left.

    It takes no room itself. What is longer than a page is left to break as it does.
    """

    height = 0.0

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__()
        self.blocks = blocks

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        needed = sum(self._height_of(block, available_width) for block in self.blocks)
        if available_height < needed <= theme.HEIGHT and not self._frame._atTop:
            self._doctemplateAttr("frame").add_generated_content(FrameBreak)
        return theme.WIDTH, 0.0

    def draw(self) -> None:
        """Draw nothing."""

    def _height_of(self, block: Block, available_width: float) -> float:
        # Platypus lends a block its frame only while that places it.
        block._frame = self._frame
        try:
            _, height = block.wrap(available_width, theme.HEIGHT)
        finally:
            del block._frame
        return block.space_before + height + block.space_after
