"""Everything that a page's body may hold."""

from __future__ import annotations

from wagtail import blocks

from content.blocks.documents import DocumentsBlock
from content.blocks.figures import FigureBlock
from content.blocks.listing import ListingBlock
from content.blocks.lists import CardsBlock, ChecklistBlock, FactsBlock, StepsBlock, TableBlock
from content.blocks.records import ContactsBlock, LiveChecklistBlock, ProvidersBlock
from content.blocks.text import (
    AccordionBlock,
    FootnoteBlock,
    NoticeBlock,
    QuoteBlock,
    SectionBlock,
    ServiceWordingBlock,
)
from content.blocks.ways import CallToActionBlock, FormBlock, FormLinkBlock


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    section = SectionBlock(group="Text")
    service_wording = ServiceWordingBlock(group="Text")
    notice = NoticeBlock(group="Text")
    quote = QuoteBlock(group="Text")
    accordion = AccordionBlock(group="Text")
    footnote = FootnoteBlock(group="Text")
    cards = CardsBlock(group="Lists")
    steps = StepsBlock(group="Lists")
    checklist = ChecklistBlock(group="Lists")
    facts = FactsBlock(group="Lists")
    table = TableBlock(group="Lists")
    figure = FigureBlock(group="Pictures")
    form = FormBlock(group="Ways on")
    form_link = FormLinkBlock(group="Ways on")
    call_to_action = CallToActionBlock(group="Ways on")
    listing = ListingBlock(group="Ways on")
    documents = DocumentsBlock(group="Records")
    live_checklist = LiveChecklistBlock(group="Records")
    providers = ProvidersBlock(group="Records")
    contacts = ContactsBlock(group="Records")

    class Meta:
        max_num = 120
