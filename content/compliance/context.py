"""What goes with every page that names the medicine, material or not: the ways to its prescribing information."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.compliance.material import prescribing_information_links
from programme.territories import Territory


def compliance(request: HttpRequest) -> dict[str, object]:
    """Give templates the links to the programme's prescribing information, for all of its places.

    Material has its own, by its territory; a form's pages and an account's have these.
    """
    return {
        "prescribing_information": SimpleLazyObject(
            lambda: prescribing_information_links(request, territory=Territory.UNITED_KINGDOM)
        )
    }
