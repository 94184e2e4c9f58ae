"""The page type that declares what it is, and whose templates show the safety records that follow from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.audience.gated import GatedPage
from content.certification.certified import CertifiedPage
from content.compliance.forms import CompliantPageForm
from content.compliance.material import material_of
from content.declarations import Declared
from content.job_codes.services import claim_job_code
from directory.listing import Provider, listed_providers
from programme.current import programme_of, services_of
from programme.of_pages import programme_of_page


class CompliantPage(CertifiedPage, GatedPage, Declared):
    """A page with declarations; live, its job code is its own among all pages and documents."""

    compliance_panels = [
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("label"),
                FieldPanel("territory"),
                FieldPanel("job_code"),
                FieldPanel("prepared_on"),
                FieldPanel("company_role"),
            ],
            heading="Compliance",
        )
    ]
    base_form_class = CompliantPageForm
    # A copy is other material: it gets a code of its own.
    exclude_fields_in_copy = ["job_code"]

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> Any:
        """Save; raise JobCodeTaken where a live page has the job code of other material."""
        page: Any = self
        with transaction.atomic():
            saved = super().save(*args, **options)
            programme = programme_of_page(page) if page.live and self.job_code else None
            if programme is not None:
                claim_job_code(programme_id=programme.pk, code=self.job_code, holder=page)
        return saved

    def compliance_problems(self, *, on: date) -> list[str]:
        """Return in words what keeps the page from being certified on a day."""
        from content.compliance.checks import problems_of

        return [problem.message for problem in problems_of(self, on=on)]

    def compliance_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the page's templates show beside its own fields; queries wait until it is shown."""
        from content.compliance.checks import problems_of

        context: dict[str, Any] = {
            "material": SimpleLazyObject(lambda: material_of(self, request)),
            "partners": SimpleLazyObject(lambda: partners_by_role(request)),
            "services": SimpleLazyObject(lambda: services_of(request)),
        }
        if getattr(request, "is_preview", False):
            context["problems"] = SimpleLazyObject(lambda: problems_of(self))
        return context


def partners_by_role(request: HttpRequest) -> dict[str, list[Provider]]:
    """Return the partners that the pages of the request's programme list, by role; one query."""
    programme = programme_of(request)
    found: dict[str, list[Provider]] = {}
    if programme is not None:
        for provider in listed_providers(programme_id=programme.pk):
            found.setdefault(provider.role, []).append(provider)
    return found
