"""Put the directory into the admin."""

from __future__ import annotations

from wagtail import hooks

from directory.viewsets import OrganisationViewSet, PartnerViewSet


@hooks.register("register_admin_viewset")
def directory_viewsets() -> list[object]:
    return [OrganisationViewSet(), PartnerViewSet()]
