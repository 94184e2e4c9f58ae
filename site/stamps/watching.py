"""Which records are watched: when one is saved or deleted, what was made of them is made anew."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save

from stamps.stores import PAGES, RECORDS, renew_when_saved

_watched: set[type[models.Model]] = set()


def watch(*watched: type[models.Model]) -> None:
    """Renew the stamps whenever a row of these models is saved or deleted.

    Rows changed by a statement of their own (`update`) send no signal: whoever writes one renews the stamps.
    """
    for model in watched:
        _watched.add(model)
        for signal in (post_save, post_delete):
            signal.connect(_renew, sender=model, dispatch_uid=f"stamps_{model._meta.label_lower}")


def is_watched(model: type[models.Model]) -> bool:
    """Say whether changes of a model's rows renew the stamps."""
    return model in _watched


def _renew(**_signal: Any) -> None:
    renew_when_saved(RECORDS, PAGES)
