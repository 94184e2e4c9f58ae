"""Load a group of questions that the programme's forms may take over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from content.loading.report import Report
from forms.building.models import FieldGroup
from forms.building.services import save_group
from programme.models import Programme


def load_field_group(
    data: dict[str, Any], *, programme: Programme, by: User, now: datetime, report: Report
) -> None:
    """Create the group where it is missing; one that is there belongs to its editors, whatever the file says."""
    missing = not FieldGroup.objects.filter(programme=programme, name=data["name"]).exists()
    if missing:
        save_group(programme=programme, name=data["name"], questions=data["questions"], by=by, now=now)
    report.note(f"group of questions {data['name']}", created=missing)
