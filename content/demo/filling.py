"""Fill in a form by the words on the page, as a person does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from content.demo.pages import TEXT_LIKE, Control, HtmlForm

Wanted = Mapping[str, str | list[str]]
_DAY = re.compile(r"today(?:\+(\d{1,3}))?")


class NotOffered(Exception):
    """The page does not offer what was to be chosen."""


def typed(answers: Wanted, *, today: date) -> dict[str, str | list[str]]:
    """Return answers by input name: "today+21" becomes a day, a month and a year in their boxes."""
    inputs: dict[str, str | list[str]] = {}
    for name, answer in answers.items():
        match = _DAY.fullmatch(answer) if isinstance(answer, str) else None
        if match is None:
            inputs[name] = answer
            continue
        day = today + timedelta(days=int(match[1] or 0))
        inputs |= {
            f"{name}_day": str(day.day),
            f"{name}_month": str(day.month),
            f"{name}_year": str(day.year),
        }
    return inputs


def filled(form: HtmlForm, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield what a browser posts once the wanted answers are given; raise NotOffered.

    Radios, boxes and lists are chosen by their words; an answer that was there stays unless another
    is wanted.
    """
    for name in dict.fromkeys(control.name for control in form.controls):
        controls = form.named(name)
        answer = wanted.get(name)
        if controls[0].kind in {"radio", "checkbox"}:
            yield from _chosen(controls, answer)
        elif controls[0].kind == "select":
            yield name, controls[0].value if answer is None else _option(controls[0], str(answer))
        elif controls[0].kind in TEXT_LIKE | {"textarea", "hidden"}:
            typed_in = controls[0].kind != "hidden" and answer is not None
            yield name, str(answer) if typed_in else controls[0].value


def _chosen(controls: list[Control], answer: str | list[str] | None) -> Iterator[tuple[str, str]]:
    if answer is None:
        yield from ((control.name, control.value) for control in controls if control.checked)
        return
    for words in [answer] if isinstance(answer, str) else answer:
        match = [control for control in controls if words in {control.label, control.value}]
        if not match:
            offered = ", ".join(control.label for control in controls)
            raise NotOffered(f"“{words}” is not offered for {controls[0].name}; offered: {offered}.")
        yield match[0].name, match[0].value


def _option(control: Control, words: str) -> str:
    for value, label in control.options:
        if words in {value, label}:
            return value
    offered = ", ".join(label for _, label in control.options)
    raise NotOffered(f"“{words}” is not offered for {control.name}; offered: {offered}.")
