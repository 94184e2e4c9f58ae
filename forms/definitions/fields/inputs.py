"""The Django form fields behind the field types. Each cleans one question of one POST."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.fields.cleaning import PartError, clean_text


class TextField(forms.Field):
    """One text input; `check` returns the text in its normal form or raises ValidationError."""

    def __init__(
        self,
        *,
        label: str,
        required: bool,
        max_length: int,
        ask: str,
        multiline: bool = False,
        check: Callable[[str], str] | None = None,
    ) -> None:
        widget = forms.Textarea if multiline else forms.TextInput
        super().__init__(label=label, required=required, widget=widget)
        self.ask = ask
        self.max_length = max_length
        self.multiline = multiline
        self.check = check

    def clean(self, value: Any) -> str:
        text = clean_text(value, label=str(self.label), max_length=self.max_length, multiline=self.multiline)
        if not text:
            if self.required:
                raise ValidationError(self.ask, code="required")
            return ""
        return self.check(text) if self.check else text


class PartsField(forms.MultiValueField):
    """Several inputs that make one answer; `combine` gets their texts and may raise PartError."""

    def __init__(
        self,
        *,
        label: str,
        required: bool,
        widget: type[forms.MultiWidget],
        parts: Sequence[str],
        ask: str,
        combine: Callable[[list[str]], Any],
        max_length: int = 200,
    ) -> None:
        # No subfields: the parts only mean something together, so `combine` judges them at once.
        super().__init__(fields=[], label=label, required=required, widget=widget)
        self.ask = ask
        self.parts = parts
        self.combine = combine
        self.max_length = max_length

    def clean(self, value: Any) -> Any:
        values = value if isinstance(value, list | tuple) and len(value) == len(self.parts) else None
        if values is None and value:
            raise PartError(self.ask, self.parts[0])
        texts = [
            clean_text(one, label=str(self.label), max_length=self.max_length, part=part)
            for part, one in zip(self.parts, values or [None] * len(self.parts), strict=True)
        ]
        if any(texts):
            return self.combine(texts)
        if self.required:
            raise PartError(self.ask, self.parts[0], "required")
        return None


class OneOfField(forms.Field):
    """Exactly one of the offered values."""

    def __init__(
        self,
        *,
        label: str,
        required: bool,
        choices: Sequence[tuple[str, str]],
        initial: str | None = None,
    ) -> None:
        super().__init__(label=label, required=required, initial=initial)
        self.offered = dict(choices)

    def clean(self, value: Any) -> str:
        if value in (None, ""):
            if self.required:
                raise ValidationError(f"Choose an answer for “{self.label}”", code="required")
            return ""
        if not isinstance(value, str) or value not in self.offered:
            raise ValidationError(f"Choose one of the answers listed for “{self.label}”", code="invalid")
        return value


class SomeOfField(forms.Field):
    """Any of the offered values, returned in the order in which they are offered."""

    def __init__(self, *, label: str, required: bool, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(label=label, required=required, widget=forms.MultipleHiddenInput)
        self.offered = dict(choices)

    def clean(self, value: Any) -> list[str]:
        values = value if isinstance(value, list | tuple) else [value] if value else []
        chosen = [one for one in values if one != ""]
        if not chosen and self.required:
            raise ValidationError(f"Choose at least one answer for “{self.label}”", code="required")
        if not all(isinstance(one, str) and one in self.offered for one in chosen):
            raise ValidationError(f"Choose only answers listed for “{self.label}”", code="invalid")
        return [value for value in self.offered if value in chosen]


class TickField(forms.Field):
    """A box to tick; anything but its value counts as not ticked."""

    TICKED = "yes"

    def __init__(self, *, label: str, required: bool, ask: str) -> None:
        super().__init__(label=label, required=required, widget=forms.TextInput)
        self.ask = ask

    def clean(self, value: Any) -> bool:
        if value == self.TICKED:
            return True
        if self.required:
            raise ValidationError(self.ask, code="required")
        return False
