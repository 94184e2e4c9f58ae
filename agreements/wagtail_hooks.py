"""Register this floor's part of the admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from agreements.admin.viewsets import AgreementRegisterViewSet
from agreements.texts.viewsets import AgreementTextViewSet, TextVersionViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[object]:
    return [AgreementRegisterViewSet(), AgreementTextViewSet(), TextVersionViewSet()]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give groups the rights to texts and agreements; to delete one, nobody."""
    names = [
        "view_agreementtext", "view_textversion", "add_textversion", "change_textversion", "approve_textversion",
        "view_agreement", "manage_agreement",
    ]  # fmt: skip
    return Permission.objects.filter(content_type__app_label="agreements", codename__in=names)
