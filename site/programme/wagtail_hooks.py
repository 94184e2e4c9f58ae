"""Put programmes into the admin."""

from __future__ import annotations

from wagtail import hooks

from programme.programmes import ProgrammeViewSet


@hooks.register("register_admin_viewset")
def programme_viewsets() -> list[object]:
    return [ProgrammeViewSet()]
