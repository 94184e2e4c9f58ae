"""Which version a draft must move to, if any: the live one, once drafts of earlier ones may not be sent any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from forms.definitions.models import Form, FormVersion
from forms.definitions.versions import live_version
from stamps import RECORDS, is_watched, remembered


@dataclass(frozen=True, slots=True)
class Successor:
    """The live version, and until when drafts of earlier ones may be sent."""

    version_id: UUID
    number: int
    until: datetime


def successor_of(version_id: UUID, now: datetime) -> Successor | None:
    """Return what takes the place of a version whose drafts' time is over; None while they stay on it."""
    if is_watched(Form):
        found = remembered(RECORDS, ("successor", version_id), lambda: _read(version_id))
    else:
        found = _read(version_id)
    return found if found is not None and found.until <= now else None


def _read(version_id: UUID) -> Successor | None:
    version = FormVersion.objects.select_related("form").defer("spec", "form__steps", "form__routes")
    form = version.get(pk=version_id).form
    live = live_version(form) if form.drafts_until else None
    if live is None or live.pk == version_id or form.drafts_until is None:
        return None
    return Successor(live.pk, live.number, form.drafts_until)
