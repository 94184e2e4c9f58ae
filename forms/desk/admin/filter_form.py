"""The form above the list: what a person may ask for, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from directory.models import Organisation
from forms.desk.columns import COLUMNS, DEFAULT
from forms.desk.filters import ME, NOBODY, DeskFilters
from forms.desk.models import Tag
from forms.desk.reading_filters import OUTCOMES
from forms.desk.rights import Colleague
from forms.desk.versions import Version

Choices = list[tuple[str, str]]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Shows the filters that an address asks for; `reading_filters` reads them."""

    form = forms.ChoiceField(label="Form", required=False)
    version = forms.ChoiceField(label="Version", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=[("", "Every outcome"), *OUTCOMES])
    organisation = forms.ChoiceField(label="Organisation", required=False)
    since = forms.DateField(label="Submitted from", required=False, widget=DAY)
    until = forms.DateField(label="Submitted until", required=False, widget=DAY)
    assignee = forms.ChoiceField(label="Looked after by", required=False)
    tag = forms.ChoiceField(label="Tag", required=False)
    columns = forms.MultipleChoiceField(
        label="Columns",
        required=False,
        choices=[(column.name, column.label) for column in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        filters: DeskFilters,
        *,
        versions: Iterable[Version],
        people: Iterable[Colleague],
        programme_id: UUID,
    ) -> None:
        super().__init__(initial=_initial(filters), auto_id="filter-%s")
        listed = [version for version in versions if version.listed]
        self._offer("form", "Every form", [(str(one.form_id), one.form) for one in listed])
        shown = [one for one in listed if filters.form in (None, one.form_id)]
        self._offer("version", "Every version", [(str(one.id), f"{one.form}, {one.number}") for one in shown])
        self._offer("kind", "Every kind", [(one.kind, one.kind_label) for one in listed])
        bodies = Organisation.objects.filter(programme=programme_id).values_list("pk", "name")
        self._offer("organisation", "Every organisation", [(str(pk), name) for pk, name in bodies])
        own = [(ME, "Me"), (NOBODY, "Nobody")]
        self._offer("assignee", "Anybody", [*own, *((str(one.pk), one.name) for one in people)])
        tags = Tag.objects.filter(programme=programme_id).values_list("pk", "name")
        self._offer("tag", "Any or none", [(str(pk), name) for pk, name in tags])

    def _offer(self, name: str, nothing: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = [("", nothing), *dict.fromkeys(choices)]


def _initial(filters: DeskFilters) -> dict[str, Any]:
    names = ("form", "version", "kind", "outcome", "organisation", "assignee", "tag")
    chosen = {name: str(getattr(filters, name) or "") for name in names}
    columns = list(filters.columns or DEFAULT)
    return {**chosen, "since": filters.since, "until": filters.until, "columns": columns}
