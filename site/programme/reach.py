"""Which programmes somebody works for: asked of the floor above, which supplies it at start-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

from programme.models import Programme

Reach = Callable[[Any], QuerySet[Programme]]
M = TypeVar("M", bound=models.Model)

_supplied: list[Reach] = []


def register(reach: Reach) -> None:
    """Supply which programmes a person works for; a second registration replaces the first."""
    _supplied[:] = [reach]


def programmes_within_reach(user: Any) -> QuerySet[Programme]:
    """Return the programmes a person works for; all where nobody keeps them apart."""
    return _supplied[0](user) if _supplied else Programme.objects.all()


def rows_within_reach(user: Any, rows: QuerySet[M]) -> QuerySet[M]:
    """Return those of `rows` that belong to a programme of the person's; all of a model that belongs to none."""
    lookup = lookup_of(rows.model)
    return rows if lookup is None else rows.filter(**{f"{lookup}__in": programmes_within_reach(user)})


def lookup_of(model: type[models.Model]) -> str | None:
    """Return how a model's rows lead to their programme, over one other record at most; None where they do not."""
    if model is Programme:
        return "pk"
    owners = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]
    if any(field.name == "programme" for field in owners):
        return "programme"
    for field in owners:
        related: Any = field.related_model
        if any(one.name == "programme" and one.is_relation for one in related._meta.concrete_fields):
            return f"{field.name}__programme"
    return None
