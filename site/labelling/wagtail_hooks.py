"""Put products, safety records and services into the admin."""

from __future__ import annotations

from wagtail import hooks

from labelling.viewsets import ProductViewSet, RecordChangeViewSet, SafetyRecordViewSet, ServiceViewSet


@hooks.register("register_admin_viewset")
def labelling_viewsets() -> list[object]:
    return [ProductViewSet(), SafetyRecordViewSet(), ServiceViewSet(), RecordChangeViewSet()]
