"""Agreements with how they stand, who acts next and since when, as columns of the query."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import Agreement
from agreements.register.expressions import (
    actor_expression,
    end_expression,
    standing_expression,
    waiting_expression,
)


def annotated(now: datetime) -> QuerySet[Any]:
    """Return all agreements with `standing`, `actor`, `end` and `waiting` to filter and sort by.

    What a query does not use costs it nothing: the annotations are aliases, which no stub knows of.
    """
    return Agreement.objects.alias(
        standing=standing_expression(timezone.localdate(now)),
        end=end_expression(),
        waiting=waiting_expression(),
    ).alias(actor=actor_expression(now))
