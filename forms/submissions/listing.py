"""Which drafts and submissions stand among the registrations: those of the kinds that say so."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from accounts.permissions import metadata_of
from forms.definitions.kinds import all_kinds
from forms.submissions.models import Submission

M = TypeVar("M", bound=models.Model)
KIND = "form_version__form__kind"


def of_listed_kinds(rows: models.QuerySet[M], kind: str = KIND) -> models.QuerySet[M]:
    """Leave out rows whose kind, found by the lookup `kind`, has its pages elsewhere."""
    elsewhere = [one.key for one in all_kinds() if not one.listed]
    return rows.exclude(**{f"{kind}__in": elsewhere}) if elsewhere else rows


def submission_metadata() -> models.QuerySet[Submission]:
    """Return listed submissions without what holds patient data; the answers stay unread."""
    rows = of_listed_kinds(metadata_of(Submission)).select_related(
        "organisation", "form_version__form", "submitted_by", "programme__product"
    )
    left_out = ("form_version__spec", "form_version__form__steps", "form_version__form__routes")
    return rows.defer("answers_sealed", *left_out)
