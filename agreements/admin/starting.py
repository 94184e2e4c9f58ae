"""Start an agreement for an organisation, or enter one that was signed on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from agreements.admin.forms import IssueForm, PaperForm
from agreements.admin.pages import NAMESPACE, ManagingPage
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.services.attesting import PaperFacts, attest_paper
from agreements.services.issuing import issue
from directory.models import Organisation


class _ForOrganisation(ManagingPage):
    """A form about an organisation whose service makes an agreement."""

    template_name = "agreements/admin/operate.html"
    http_method_names = ["get", "post"]
    form_class: type[IssueForm | PaperForm]
    question = ""
    done = ""

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation.objects.select_related("programme"), pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return reverse(f"{NAMESPACE}:organisation", args=[self.organisation.pk])

    def get_page_title(self) -> str:
        return f"{self.page_title}: {self.organisation.name}"

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back, self.organisation.name)]

    def make(self, values: dict[str, Any]) -> Agreement:
        """Call the service."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES, organisation=self.organisation)
        if form.is_valid():
            try:
                made = self.make(form.cleaned_data)
            except AgreementRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, self.done)
                return redirect(f"{NAMESPACE}:agreement", made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self._unbound())
        return {
            **super().get_context_data(**kwargs),
            "question": self.question,
            "button": self.page_title,
            "back": self.back,
            "takes_files": self.form_class is PaperForm,
        }

    def _unbound(self) -> forms.Form:
        asked = {name: self.request.GET.get(name) for name in ("kind", "partner") if name in self.request.GET}
        return self.form_class(organisation=self.organisation, initial=asked)


class StartAgreement(_ForOrganisation):
    """Start an agreement on the text in force; the team goes on with its particulars."""

    page_title = "Start an agreement"
    form_class = IssueForm
    question = (
        "The agreement is started on the text in force today. The hospital’s team then fills in its "
        "particulars and names who signs."
    )
    done = "The agreement is started. The team goes on with its particulars."

    def make(self, values: dict[str, Any]) -> Agreement:
        return issue(organisation=self.organisation, by=self.person, now=timezone.now(), **values)


class EnterPaper(_ForOrganisation):
    """Enter an agreement signed on paper, which a second person confirms."""

    page_title = "Enter an agreement signed on paper"
    form_class = PaperForm
    question = (
        "Upload the scan and copy what stands on the paper. You attest that the scan is complete. A second "
        "person confirms it before it counts, and it is always shown as signed on paper."
    )
    done = "The scan is kept. A second person has to confirm it before it counts."

    def make(self, values: dict[str, Any]) -> Agreement:
        facts = PaperFacts(
            signed_on=values["signed_on"],
            effective_on=values["effective_on"],
            expires_on=values["expires_on"],
            signed_by=values["signed_by"],
        )
        return attest_paper(
            organisation=self.organisation,
            kind=values["kind"],
            partner=values["partner"],
            scan=values["scan"].read(),
            facts=facts,
            by=self.person,
            now=timezone.now(),
        )
