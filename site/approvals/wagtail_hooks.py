"""Put approvals into the admin."""

from __future__ import annotations

from wagtail import hooks

from approvals.viewsets import ApprovalViewSet


@hooks.register("register_admin_viewset")
def approval_viewset() -> ApprovalViewSet:
    return ApprovalViewSet()
