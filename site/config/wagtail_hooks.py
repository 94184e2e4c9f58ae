"""Leave out of the admin what the site does not use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

# No page shows an uploaded image and nothing serves uploads by address, so none are taken.
UNUSED = "images"


@hooks.register("construct_main_menu")
@hooks.register("construct_search")
def leave_out_images(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != UNUSED]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail's own, which add them
def leave_out_the_number_of_images(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if type(item).__name__ != "ImagesSummaryItem"]
