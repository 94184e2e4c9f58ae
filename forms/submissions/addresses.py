"""Addresses of a draft's pages. A page of a form names a dozen, so each is worked out once."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

NAMESPACE = "submissions"


@lru_cache(maxsize=4096)
def draft_url(name: str, draft_id: UUID, namespace: str = NAMESPACE) -> str:
    """Return the address of one of a draft's pages that are no step, in the namespace of its kind."""
    return reverse(f"{namespace}:{name}", args=[draft_id])


@lru_cache(maxsize=4096)
def step_url(draft_id: UUID, step_key: str, namespace: str = NAMESPACE) -> str:
    """Return the address of a step's page."""
    return reverse(f"{namespace}:step", args=[draft_id, step_key])
