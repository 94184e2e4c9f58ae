"""A listing that fills itself: pages of the site that fit a stored filter."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from content.compliance import CompliantPage
from content.listing import Filter, Order, kinds, shelf_of


class ListingBlock(blocks.StructBlock):
    """The pages that fit, in order, with paging."""

    heading = blocks.CharBlock(max_length=120, required=False)
    kind = blocks.ChoiceBlock(
        choices=kinds, required=False, label="Page type", help_text="Empty: every type."
    )
    section = blocks.PageChooserBlock(required=False, help_text="Only pages below this one.")
    label = blocks.ChoiceBlock(choices=CompliantPage.Label.choices, required=False, label="Kind of material")
    tag = blocks.CharBlock(max_length=100, required=False, help_text="Only pages with this tag.")
    order = blocks.ChoiceBlock(choices=Order.choices, default=Order.NEWEST)
    how_many = blocks.IntegerBlock(min_value=1, max_value=50, default=10, label="How many on a page")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        stored = Filter(
            kind=value["kind"] or "",
            below=value["section"].path if value["section"] else "",
            label=value["label"] or "",
            tag=value["tag"] or "",
            order=Order(value["order"]),
            how_many=value["how_many"],
        )
        context["shelf"] = shelf_of(context.get("request"), stored, leaving_out=context.get("page"))
        return context

    class Meta:
        icon = "list-ul"
        label = "Listing"
        template = "content/blocks/listing.html"
