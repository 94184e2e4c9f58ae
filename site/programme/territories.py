"""Where material may be used. Great Britain and Northern Ireland can have prescribing information of their own."""

from __future__ import annotations

from django.db import models


class Territory(models.TextChoices):
    """A territory for which a medicine is licensed, and so for which material is prepared."""

    UNITED_KINGDOM = "united_kingdom", "United Kingdom"
    GREAT_BRITAIN = "great_britain", "Great Britain"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


def overlap(one: str, other: str) -> bool:
    """Say whether two territories have a place in common: the United Kingdom holds the other two."""
    return one == other or Territory.UNITED_KINGDOM in (one, other)
