"""The categories under which readers look for documents."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from audit.trail import audited, record
from content.library.models import Category


def save_category(*, category: Category, by: User | str, now: datetime) -> Category:
    """Keep a category as it was entered."""
    with audited(at=now):
        category.save()
        record(
            "category.saved",
            actor=by,
            subject=category,
            programme=category.programme_id,
            detail={"name": category.name, "position": category.position},
        )
    return category
