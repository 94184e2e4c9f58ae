"""The names that nobody is told who has not said who they are (Code of Practice 2024, 26.1)."""

from __future__ import annotations

import re

from django.utils.text import slugify

from programme.models import Programme


def names_of(programme: Programme) -> tuple[str, ...]:
    """Return the names of a programme and of its medicine; where none is loaded a query for the product."""
    product = getattr(programme, "product", None)
    names = [programme.name, *((product.brand_name, product.generic_name) if product is not None else ())]
    return tuple(name for name in dict.fromkeys(names) if name and name != programme.neutral_name)


def stands_in(text: str, name: str) -> bool:
    """Say whether a name begins a word of a text, as it is written or as an address holds it."""
    written = "|".join(map(re.escape, filter(None, (name, slugify(name)))))
    return re.search(rf"(?<!\w)(?:{written})", text, re.IGNORECASE) is not None
