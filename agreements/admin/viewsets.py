"""Where the register's pages live in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from agreements.admin import attention  # noqa: F401  (its lines register themselves)
from agreements.admin.agreement import AgreementPage
from agreements.admin.exports import ExportCsv, ExportXlsx
from agreements.admin.figures import Figures
from agreements.admin.files import DownloadFile
from agreements.admin.index import DeleteView, RegisterView, RemindTicked, SaveView
from agreements.admin.operate import OperateAgreement
from agreements.admin.organisation import OrganisationPage
from agreements.admin.pages import AGREEMENTS, NAMESPACE
from agreements.admin.repapering import Repapering, RepaperText
from agreements.admin.starting import EnterPaper, StartAgreement


class _OnlyWithTheRight(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(AGREEMENTS.user_has_any_permission(request.user, ["view", "manage"]))


class AgreementRegisterViewSet(ViewSet):
    """The register, its organisations and agreements, figures and new texts."""

    name = NAMESPACE
    url_prefix = "agreements"
    icon = "clipboard-list"
    menu_label = "Agreements"
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = _OnlyWithTheRight

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RegisterView.as_view(), name="index"),
            path("export.csv", ExportCsv.as_view(), name="export_csv"),
            path("export.xlsx", ExportXlsx.as_view(), name="export_xlsx"),
            path("remind/", RemindTicked.as_view(), name="remind"),
            path("views/", SaveView.as_view(), name="save_view"),
            path("views/<uuid:pk>/delete/", DeleteView.as_view(), name="delete_view"),
            path("figures/", Figures.as_view(), name="figures"),
            path("new-texts/", Repapering.as_view(), name="repapering"),
            path("new-texts/<uuid:pk>/", RepaperText.as_view(), name="repaper"),
            path("organisations/<uuid:pk>/", OrganisationPage.as_view(), name="organisation"),
            path("organisations/<uuid:pk>/start/", StartAgreement.as_view(), name="start"),
            path("organisations/<uuid:pk>/paper/", EnterPaper.as_view(), name="paper"),
            path("<uuid:pk>/", AgreementPage.as_view(), name="agreement"),
            path("<uuid:pk>/files/<slug:what>/", DownloadFile.as_view(), name="file"),
            path("<uuid:pk>/<slug:action>/", OperateAgreement.as_view(), name="operate"),
        ]
