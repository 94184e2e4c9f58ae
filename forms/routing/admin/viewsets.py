"""Where the admin's pages about deliveries and jobs live."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from forms.routing.admin.job_list import JobList
from forms.routing.admin.views import DeliveryDetail, DeliveryList, OperateDelivery


class _OnlyForOperators(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("form_routing.view_delivery"))


class DeliveryViewSet(ViewSet):
    """List, page and actions of deliveries."""

    name = "deliveries"
    icon = "mail"
    menu_label = "Deliveries"
    menu_order = 210
    add_to_admin_menu = True
    menu_item_class = _OnlyForOperators

    def get_urlpatterns(self) -> list[Any]:
        listing = {
            "index_url_name": "deliveries:index",
            "index_results_url_name": "deliveries:index_results",
            "header_icon": self.icon,
        }
        return [
            path("", DeliveryList.as_view(**listing), name="index"),
            path("results/", DeliveryList.as_view(results_only=True, **listing), name="index_results"),
            path("<uuid:pk>/", DeliveryDetail.as_view(), name="detail"),
            path("<uuid:pk>/<slug:action>/", OperateDelivery.as_view(), name="operate"),
        ]


class JobViewSet(ViewSet):
    """List of periodic jobs."""

    name = "periodic_jobs"
    icon = "history"
    menu_label = "Periodic jobs"
    menu_order = 211
    add_to_settings_menu = True
    menu_item_class = _OnlyForOperators

    def get_urlpatterns(self) -> list[Any]:
        listing = {
            "index_url_name": "periodic_jobs:index",
            "index_results_url_name": "periodic_jobs:index_results",
            "header_icon": self.icon,
        }
        return [
            path("", JobList.as_view(**listing), name="index"),
            path("results/", JobList.as_view(results_only=True, **listing), name="index_results"),
        ]
