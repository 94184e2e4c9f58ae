from django.urls import path
from wagtail.admin.auth import require_admin_access

from content.roles.people_filters import OwnHistoryView

urlpatterns = [
    path("", require_admin_access(OwnHistoryView.as_view())),
    path("results/", require_admin_access(OwnHistoryView.as_view(results_only=True))),
]
