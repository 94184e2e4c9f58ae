"""Ask before something is done about an agreement (GET), then call the action's service (POST)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from agreements.admin.actions import ACTIONS, Action
from agreements.admin.pages import NAMESPACE, ManagingPage
from agreements.models import Agreement
from agreements.readiness import LEFT_OUT
from agreements.refusals import AgreementRefused


class OperateAgreement(ManagingPage):
    """One action on one agreement. What its service refuses is said above the form."""

    template_name = "agreements/admin/operate.html"
    http_method_names = ["get", "post"]

    @cached_property
    def agreement(self) -> Agreement:
        rows = Agreement.objects.select_related("organisation__successor", "partner").defer(*LEFT_OUT)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def action(self) -> Action:
        try:
            return ACTIONS[self.kwargs["action"]]
        except KeyError:
            raise Http404 from None

    @property
    def back(self) -> str:
        return reverse(f"{NAMESPACE}:agreement", args=[self.agreement.pk])

    def get_page_title(self) -> str:
        return f"{self.action.label}: {self.agreement.reference}"

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back, self.agreement.reference)]

    def post(self, request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
        form = self.action.form(request.POST)
        if form.is_valid():
            try:
                changed = self.action.run(self.agreement, self.person, timezone.now(), form.cleaned_data)
            except AgreementRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, self.action.done)
                return redirect(f"{NAMESPACE}:agreement", changed.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.action.form())
        return {
            **super().get_context_data(**kwargs),
            "question": self.action.question,
            "button": self.action.label,
            "serious": self.action.serious,
            "agreement": self.agreement,
            "back": self.back,
        }
