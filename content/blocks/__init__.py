"""The blocks of which editors build a page. Migrations name the chooser at this place."""

from content.blocks.body import BodyBlock
from content.blocks.prose import INLINE, PROSE
from content.blocks.ways import FormChooserBlock

__all__ = ["INLINE", "PROSE", "BodyBlock", "FormChooserBlock"]
