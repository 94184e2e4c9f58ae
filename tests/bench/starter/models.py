"""The starter's home page with what its documentation adds first: an introduction and a body of blocks."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class HomePage(Page):
    introduction = RichTextField(blank=True)
    body = StreamField([("heading", CharBlock()), ("text", RichTextBlock())], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
