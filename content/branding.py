"""What everybody may read names neither programme nor medicine (Code of Practice 2024, 26.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from content.declarations import Declared
from content.problems import Problem
from programme.models import Programme


def problems_of_words(declared: Declared, texts: Iterable[str], *, programme: Programme) -> Iterator[Problem]:
    """Yield the names that stand in the texts and addresses of material for everybody, and must not."""
    if declared.audience != Declared.Audience.PUBLIC:
        return
    said = "\n".join(texts)
    for name in names_of(programme):
        if _stands_in(said, name):
            yield Problem(
                "brand_to_public",
                f"Everybody may read this, and it names {name}. Take the name out of text, title, summary and "
                "address, or choose another audience.",
                "audience",
            )


def names_of(programme: Programme) -> tuple[str, ...]:
    """Return the names that nobody is told who has not said who they are: of the programme and of its medicine."""
    product = getattr(programme, "product", None)
    names = [programme.name, *((product.brand_name, product.generic_name) if product is not None else ())]
    return tuple(name for name in dict.fromkeys(names) if name and name != programme.neutral_name)


def _stands_in(text: str, name: str) -> bool:
    """Say whether a name begins a word of a text, as it is written or as an address holds it."""
    written = "|".join(map(re.escape, filter(None, (name, slugify(name)))))
    return re.search(rf"(?<!\w)(?:{written})", text, re.IGNORECASE) is not None
