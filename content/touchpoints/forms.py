"""What a calendar is made from: a first dose, and how often pens are delivered. Nobody is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from forms.definitions.fields.dates import date_inputs
from forms.definitions.fields.day import DayProblem, in_words, read_day
from forms.registration.calendar import add_months

LABEL = "Day of the first dose"
EARLIEST = date(2020, 1, 1)
MONTHLY = 1
PARTS = ("day", "month", "year")


class FirstDoseForm(forms.Form):
    """Asks for the day in three boxes; valid, `first_dose` is it. `today` bounds what is asked."""

    first_dose_day = forms.CharField(label="Day", required=False)
    first_dose_month = forms.CharField(label="Month", required=False)
    first_dose_year = forms.CharField(label="Year", required=False)
    months_each = forms.TypedChoiceField(
        coerce=int, label="Deliveries after the first", error_messages={"invalid_choice": "Choose how often."}
    )
    with_optional = forms.BooleanField(
        required=False, label="Include what is optional, such as reminders by text message"
    )

    def __init__(self, *args: Any, today: date, months_each: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today
        often = {months_each: f"Every {months_each} months", MONTHLY: "Every month"}
        field: Any = self.fields["months_each"]
        field.choices = list(often.items())
        self.initial.setdefault("months_each", months_each)

    def clean(self) -> dict[str, Any]:
        """Put the day together; its problem stands at the first box to put right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = [cleaned.get(f"first_dose_{part}", "") for part in PARTS]
        if not any(texts) and not self.errors:
            self.add_error("first_dose_day", "Enter the day of the first dose")
        elif not self.errors:
            self._put_together(texts)
        return cleaned

    @property
    def inputs(self) -> list[dict[str, str]]:
        """Return the three boxes as the template draws them."""
        return date_inputs([str(self[f"first_dose_{part}"].value() or "") for part in PARTS])

    @property
    def wrong_parts(self) -> list[str]:
        """Return the boxes to put right."""
        return [part for part in PARTS if f"first_dose_{part}" in self.errors]

    @property
    def date_problem(self) -> str:
        """Return what is wrong with the day, "" when nothing is."""
        return next((str(self.errors[f"first_dose_{part}"][0]) for part in self.wrong_parts), "")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return every problem with the anchor of the field to put right."""
        return [(f"id_{name}", str(found)) for name, errors in self.errors.items() for found in errors]

    def _put_together(self, texts: list[str]) -> None:
        latest = add_months(self._today, 12)
        try:
            day = read_day(LABEL, *texts)
        except DayProblem as problem:
            self.add_error(f"first_dose_{problem.part}", problem.message)
            return
        if day < EARLIEST:
            self.add_error("first_dose_year", f"“{LABEL}” must be {in_words(EARLIEST)} or later")
        elif day > latest:
            self.add_error("first_dose_year", f"“{LABEL}” must be {in_words(latest)} or earlier")
        else:
            self.cleaned_data["first_dose"] = day
