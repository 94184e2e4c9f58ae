"""Let the rights of a programme's roles follow its site when that begins at another page."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Site

from content.roles.models import RoleGroup
from content.roles.services import ensure_roles
from programme.models import Programme


def connect() -> None:
    """Listen; called once when the app is ready."""
    post_save.connect(_follow, sender=Site, dispatch_uid="roles.site")


def _follow(instance: Site, **_: Any) -> None:
    programme = Programme.objects.filter(site=instance).first()
    if programme is not None and RoleGroup.objects.filter(programme=programme).exists():
        ensure_roles(programme=programme, by="roles", now=timezone.now())
