"""Where certificates and signatories live in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from content.certification.admin.calendar import CalendarFile, CalendarPage
from content.certification.admin.changes import ChangePage, ChangeRendering
from content.certification.admin.decide import DecidePage, RequestRendering
from content.certification.admin.pages import NAMESPACE, may_see
from content.certification.admin.register import CertificatePage, KeptRendering, RegisterPage
from content.certification.models import Signatory
from content.certification.refusals import AlreadySignatory, NotASignatory, SignatoryIsAuthor
from content.certification.services.signatories import add_signatory, end_signatory
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, post_action

CHANGE_SIGNATORY = "content_certification.change_signatory"


class _OnlyForReaders(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class CertificationViewSet(ViewSet):
    """The register of certificates, requests, and the calendar."""

    name = NAMESPACE
    url_prefix = "certification"
    icon = "success"
    menu_label = "Certificates"
    menu_order = 210
    add_to_admin_menu = True
    menu_item_class = _OnlyForReaders

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RegisterPage.as_view(), name="index"),
            path("calendar/", CalendarPage.as_view(), name="calendar"),
            path("calendar.ics", CalendarFile.as_view(), name="calendar_file"),
            path("requests/<int:pk>/", DecidePage.as_view(), name="decide"),
            path("requests/<int:pk>/<slug:sha256>/", RequestRendering.as_view(), name="request_rendering"),
            path("changes/<uuid:pk>/", ChangePage.as_view(), name="change"),
            path(
                "changes/<uuid:pk>/<int:page>/<slug:sha256>/",
                ChangeRendering.as_view(),
                name="change_rendering",
            ),
            path("<uuid:pk>/", CertificatePage.as_view(), name="certificate"),
            path("<uuid:pk>/<uuid:rendering>/", KeptRendering.as_view(), name="rendering"),
        ]


class SignatoryForm(forms.ModelForm[Signatory]):
    class Meta:
        model = Signatory
        fields = ("programme", "user", "body", "registration_number")


class AddSignatoryView(ServiceCreateView):
    """Name a signatory."""

    refusals = (AlreadySignatory, SignatoryIsAuthor)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return add_signatory(
            programme=instance.programme,
            user=instance.user,
            body=instance.body,
            registration_number=instance.registration_number,
            by=by,
            now=now,
        )


class SignatoryView(RecordView):
    """One signatory, and the button that ends their time."""

    template_name = "certification/admin/signatory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may_end = self.request.user.has_perm(CHANGE_SIGNATORY) and self.object.ended_on is None
        return {**context, "may_end": may_end}


@require_POST
def end_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a signatory's time."""
    signatory = get_object_or_404(Signatory, pk=pk)
    return post_action(
        request,
        permission=CHANGE_SIGNATORY,
        action=lambda: end_signatory(signatory=signatory, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        refusals=(NotASignatory,),
        done="Ended. They certify nothing any more.",
        back=reverse("signatories:inspect", args=[pk]),
    )


class SignatoryViewSet(RecordViewSet):
    """Registered signatories: named and ended by administrators, never deleted."""

    model = Signatory
    name = "signatories"
    icon = "group"
    menu_label = "Signatories"
    menu_order = 340
    add_to_admin_menu = True
    can_add = True
    add_view_class, inspect_view_class = AddSignatoryView, SignatoryView
    inspect_template_name = SignatoryView.template_name
    list_display = ["user", "programme", "body", "registration_number", "started_on", "ended_on"]
    inspect_view_fields = ["user", "programme", "body", "registration_number", "started_on", "ended_on"]

    def get_form_class(self, for_update: bool = False) -> type[SignatoryForm]:
        return SignatoryForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<uuid:pk>/end/", end_view, name="end")]
