"""A picture with its caption."""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """A picture in the sizes that screens need; it says in words what it shows, or that it decorates."""

    image = ImageBlock()
    caption = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "image"
        label = "Figure"
        template = "content/blocks/figure.html"
