"""What everybody may read names neither programme nor medicine (Code of Practice 2024, 26.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.declarations import Declared
from content.problems import Problem
from programme.branding import names_of, stands_in
from programme.models import Programme


def problems_of_words(declared: Declared, texts: Iterable[str], *, programme: Programme) -> Iterator[Problem]:
    """Yield the names that stand in the texts and addresses of material for everybody, and must not."""
    if declared.audience != Declared.Audience.PUBLIC:
        return
    said = "\n".join(texts)
    for name in names_of(programme):
        if stands_in(said, name):
            yield Problem(
                "brand_to_public",
                f"Everybody may read this, and it names {name}. Take the name out of text, title, summary and "
                "address, or choose another audience.",
                "audience",
            )
