"""Widgets of compound questions: they read the inputs that our question templates draw."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms


class PartsWidget(forms.MultiWidget):
    """Inputs named `<name>_<part>` with the ids `<id>_<part>`."""

    parts: ClassVar[tuple[str, ...]]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(self.parts, forms.TextInput), attrs)

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [""] * len(self.parts)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{self.parts[0]}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if attrs and (id_ := attrs.get("id")):
            for part, subwidget in zip(self.parts, context["widget"]["subwidgets"], strict=True):
                subwidget["attrs"]["id"] = f"{id_}_{part}"
        return context


class DateWidget(PartsWidget):
    parts = ("day", "month", "year")


class HealthNumberWidget(PartsWidget):
    parts = ("kind", "number")


class AddressWidget(PartsWidget):
    parts = ("line_1", "line_2", "town", "postcode")


class PermissionWidget(PartsWidget):
    parts = ("given", "how", "day", "month", "year")


class SignatureWidget(PartsWidget):
    parts = ("name", "job_title")
