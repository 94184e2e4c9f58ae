"""Which drafts and submissions stand among the registrations: those of the kinds that say so."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from forms.definitions.kinds import all_kinds

M = TypeVar("M", bound=models.Model)
KIND = "form_version__form__kind"


def of_listed_kinds(rows: models.QuerySet[M], kind: str = KIND) -> models.QuerySet[M]:
    """Leave out rows whose kind, found by the lookup `kind`, has its pages elsewhere."""
    elsewhere = [one.key for one in all_kinds() if not one.listed]
    return rows.exclude(**{f"{kind}__in": elsewhere}) if elsewhere else rows
