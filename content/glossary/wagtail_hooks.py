"""Put the glossary into the admin."""

from __future__ import annotations

from wagtail import hooks

from content.glossary.viewsets import GlossaryViewSet


@hooks.register("register_admin_viewset")
def glossary_viewset() -> GlossaryViewSet:
    return GlossaryViewSet()
