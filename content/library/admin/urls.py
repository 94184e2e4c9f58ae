"""The pages of versions, below /admin/library/."""

from __future__ import annotations

from django.urls import path, re_path

from content.library.admin import actions, pages

app_name = "library_admin"
urlpatterns = [
    path("<int:pk>/versions/", pages.Versions.as_view(), name="versions"),
    path("<int:pk>/versions/add/", pages.AddVersion.as_view(), name="add_version"),
    path(
        "<int:pk>/versions/<int:older>/compare/<int:newer>/", pages.CompareVersions.as_view(), name="compare"
    ),
    path("<int:pk>/versions/reword/", actions.Reword.as_view(), name="reword"),
    path("<int:pk>/withdraw/", actions.Withdraw.as_view(), name="withdraw"),
    path("<int:pk>/versions/<int:number>/certify/", actions.Certify.as_view(), name="certify"),
    re_path(
        r"^(?P<pk>\d+)/versions/(?P<number>\d+)/(?P<action>enforce|restore)/$",
        actions.ActOnVersion.as_view(),
        name="act",
    ),
]
