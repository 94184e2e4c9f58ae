"""Give each job code of a programme to one piece of material only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from content.job_codes.models import JobCode

# A page of any type, or a version of a document.
Holder = models.Model


class JobCodeTaken(Exception):
    """Other material of the programme has the code."""


def has_another_holder(*, programme_id: UUID, code: str, holder: Holder) -> bool:
    """Say whether other material of the programme has a code."""
    found = JobCode.objects.filter(programme_id=programme_id, normalised=normalised(code)).first()
    return found is not None and not _holds(found, holder)


def claim_job_code(*, programme_id: UUID, code: str, holder: Holder, keep: bool = False) -> JobCode:
    """Give a code to a saved piece of material, with `keep` for good; raise JobCodeTaken.

    Codes that it had before and was never certified under are free again.
    """
    with transaction.atomic():
        found = _given(programme_id, code, holder)
        if not _holds(found, holder):
            raise JobCodeTaken(f"The job code {code} is that of other material. Enter a code of its own.")
        if keep and not found.kept:
            found.kept = True
            found.save(update_fields=["kept"])
        codes_of(holder).filter(kept=False).exclude(pk=found.pk).delete()
    return found


def release_job_codes(*, holder: Holder) -> None:
    """Set free what a piece of material that goes has, save the codes under which it was certified."""
    codes_of(holder).filter(kept=False).delete()


def codes_of(holder: Holder) -> models.QuerySet[JobCode]:
    """Return the codes that a piece of material has or was certified under."""
    return JobCode.objects.filter(holder_type=_type_of(holder), holder_id=str(holder.pk))


def normalised(code: str) -> str:
    """Return a code as codes are compared: in capitals and with single spaces."""
    return " ".join(code.upper().split())


def _given(programme_id: UUID, code: str, holder: Holder) -> JobCode:
    """Return the row of a code, made for this holder where there is none; of two at once the first one makes it."""
    key: dict[str, Any] = {"programme_id": programme_id, "normalised": normalised(code)}
    found = JobCode.objects.select_for_update().filter(**key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return JobCode.objects.create(
                **key, code=code, holder_type=_type_of(holder), holder_id=str(holder.pk)
            )
    except IntegrityError:
        return JobCode.objects.get(**key)


def _holds(code: JobCode, holder: Holder) -> bool:
    return (code.holder_type, code.holder_id) == (_type_of(holder), str(holder.pk))


def _type_of(holder: Holder) -> str:
    """Return the model that all kinds of such holders share: a page stays the same page in whatever type."""
    parents = holder._meta.get_parent_list()
    return str((parents[-1] if parents else type(holder))._meta.label_lower)
