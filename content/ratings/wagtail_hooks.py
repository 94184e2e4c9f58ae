"""Put the rating settings into the admin."""

from __future__ import annotations

from wagtail import hooks

from content.ratings.viewsets import RatingSettingsViewSet


@hooks.register("register_admin_viewset")
def rating_viewsets() -> list[object]:
    return [RatingSettingsViewSet()]
