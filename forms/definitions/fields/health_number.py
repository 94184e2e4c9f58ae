"""The patient's health-service number with its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, texts_of
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.identifiers import COUNTRIES, LABELS, NHS, NumberProblem, normal_number, printed
from forms.definitions.fields.inputs import PartsField
from forms.definitions.spec import FieldSpec, Json
from forms.definitions.widgets import HealthNumberWidget

MADE_UP_ONLY = (
    "Made-up patients only: a number that starts with 999, which belongs to nobody. "
    "CHI and H&C numbers have no such range, so they are not offered here."
)


class _NumberField(PartsField):
    """The inputs of a number. `offered` are the kinds with what is said beside each."""

    def __init__(self, *, offered: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.offered = offered


class HealthNumber(FieldType):
    """NHS, CHI or H&C number. Setting: kinds (which of nhs, chi and hc are offered; all)."""

    name = "health_number"
    label = "NHS, CHI or H&C number"
    template = "health_number"
    parts = HealthNumberWidget.parts
    fact_part = "kind"
    compared = Compared.CHOICE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        offered = _offered(field, synthetic_only=context.synthetic_patients_only)
        return _NumberField(
            offered=offered,
            label=field.label,
            required=field.required,
            widget=HealthNumberWidget,
            parts=self.parts,
            ask=f"Choose the kind of number for “{field.label}” and enter it",
            combine=partial(_combine, field, offered=offered, synthetic_only=context.synthetic_patients_only),
            max_length=40,
        )

    def shaped(self, stored: Json) -> bool:
        return (
            isinstance(stored, dict)
            and isinstance(stored.get("kind"), str)
            and stored["kind"] in LABELS
            and isinstance(value := stored.get("value"), str)
            and value.isascii()
            and value.isdigit()
            and len(value) == 10
        )

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        return frozenset(LABELS)

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        kinds = field.settings.get("kinds")
        if kinds is not None and (
            not isinstance(kinds, list | tuple)
            or not kinds
            or not all(kind in tuple(LABELS) for kind in kinds)
        ):
            yield "Offer one or more of the kinds NHS number, CHI number and H&C number."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        kind, number = texts_of(value, len(self.parts))
        offered = asked.offered if isinstance(asked, _NumberField) else {}
        return {
            "kinds": [
                {
                    "value": one,
                    "label": LABELS[one],
                    "help": help_,
                    "id": f"{id_}_kind" if position == 0 else f"{id_}_kind_{one}",
                    "checked": one == kind or len(offered) == 1,
                }
                for position, (one, help_) in enumerate(offered.items())
            ],
            "number": number,
        }

    def _initial(self, stored: Json) -> Any:
        return [stored["kind"], printed(stored["kind"], stored["value"])]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored["kind"],)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (f"{LABELS[stored['kind']]} {printed(stored['kind'], stored['value'])}",)


def _offered(field: FieldSpec, *, synthetic_only: bool) -> Mapping[str, str]:
    """Return the kinds on offer with what is said beside each: for made-up patients the NHS number only."""
    if synthetic_only:
        return {NHS: MADE_UP_ONLY}
    kinds = field.settings.get("kinds")
    chosen = [kind for kind in LABELS if kind in kinds] if isinstance(kinds, list | tuple) else []
    return {kind: COUNTRIES[kind] for kind in chosen or LABELS}


def _combine(field: FieldSpec, texts: list[str], *, offered: Mapping[str, str], synthetic_only: bool) -> Json:
    kind, text = texts
    if kind not in offered:
        raise PartError(f"Choose the kind of number for “{field.label}”", "kind")
    if not text:
        if not field.required:
            return None
        raise PartError(f"Enter the {LABELS[kind]} for “{field.label}”", "number")
    try:
        return {"kind": kind, "value": normal_number(kind, text, synthetic_only=synthetic_only)}
    except NumberProblem as problem:
        raise PartError(problem.message, "number") from None
