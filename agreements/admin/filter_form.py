"""The form above the register: what a person may ask for, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from agreements.kinds import KINDS, Kind
from agreements.next_steps import Actor
from agreements.register.ending import WITHIN
from agreements.register.filters import CLOSED_ONLY, CLOSED_TOO, MISSING, OPEN_ONLY, RegisterFilters
from agreements.register.troubles import TROUBLES
from agreements.standing import Standing
from directory.models import Partner

ANY = [("", "Any")]
COUNTERPARTIES = frozenset(kind.counterparty_role for kind in KINDS.values())
ACTORS = [Actor.TEAM, Actor.SIGNATORY, Actor.COUNTERPARTY, Actor.ADMINISTRATOR, Actor.SYSTEM]
SORT_LABELS = [
    ("", "Name, A to Z"),
    ("-name", "Name, Z to A"),
    ("code", "ODS code"),
    ("waiting", "Waiting longest first"),
    ("ending", "Ending soonest first"),
]


class FilterForm(forms.Form):
    """Narrow and order the register. A value that does not exist filters nothing."""

    q = forms.CharField(label="Search", max_length=100, required=False, help_text="Name, ODS code, reference")
    standing = forms.ChoiceField(
        label="Standing", choices=[*ANY, (MISSING, "Not started"), *Standing.choices], required=False
    )
    actor = forms.ChoiceField(
        label="Next", choices=[*ANY, *((one.value, one.label) for one in ACTORS)], required=False
    )
    kind = forms.ChoiceField(label="Document", choices=[*ANY, *Kind.choices], required=False)
    partner = forms.TypedChoiceField(label="With", coerce=UUID, empty_value=None, required=False)
    ends = forms.TypedChoiceField(
        label="Ends within",
        coerce=int,
        empty_value=None,
        choices=[*ANY, *((days, f"{days} days") for days in WITHIN)],
        required=False,
    )
    trouble = forms.ChoiceField(
        label="Needs attention",
        choices=[*ANY, *((one.key, one.label) for one in TROUBLES.values())],
        required=False,
    )
    closed = forms.ChoiceField(
        label="Organisations",
        choices=[(CLOSED_TOO, "Open and closed"), (OPEN_ONLY, "Open only"), (CLOSED_ONLY, "Closed only")],
        required=False,
    )
    sort = forms.ChoiceField(label="Order", choices=SORT_LABELS, required=False)
    paper = forms.BooleanField(label="Signed on paper", required=False)

    def __init__(self, data: Mapping[str, Any], *, partners: Iterable[Partner]) -> None:
        super().__init__(data)
        field = self.fields["partner"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - narrows the type
        field.choices = [
            *ANY,
            *((str(one.pk), one.name) for one in partners if one.role in COUNTERPARTIES),
        ]

    def filters(self) -> RegisterFilters:
        """Return what was asked for, without what does not exist."""
        self.full_clean()
        return RegisterFilters(**self.cleaned_data)
