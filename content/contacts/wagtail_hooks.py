"""Put the contacts into the admin."""

from __future__ import annotations

from wagtail import hooks

from content.contacts.viewsets import ContactViewSet


@hooks.register("register_admin_viewset")
def contact_viewset() -> ContactViewSet:
    return ContactViewSet()
