"""What was changed of one question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.definitions.changes.change import Change
from forms.definitions.changes.extras import differing, settings_of
from forms.definitions.changes.order import moved
from forms.definitions.changes.widening import widens
from forms.definitions.changes.wording import (
    audience_label,
    check_in_words,
    disclosure_in_words,
    rule_in_words,
    setting_label,
    type_label,
    value_in_words,
)
from forms.definitions.spec import Disclosure, FieldSpec, FormSpec, Json, Option

# What people declare or allow: each of their words counts.
DECLARED = frozenset({"declaration", "permission", "signature"})
# Settings that guide and check nothing.
HARMLESS = frozenset({"autocomplete", "text"})
ROUTING = frozenset({"role"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A question before and after, in forms before and after; `required_by_kind`: the kind's rules need it."""

    before: FieldSpec
    after: FieldSpec
    old: FormSpec
    new: FormSpec
    step: str
    required_by_kind: bool = False

    @property
    def matters(self) -> bool:
        """Say whether every change of it is critical: it is declared, or the kind's rules rely on it."""
        return self.required_by_kind or not DECLARED.isdisjoint({self.before.type, self.after.type})

    @property
    def is_declared(self) -> bool:
        return not DECLARED.isdisjoint({self.before.type, self.after.type})

    def change(self, sentence: str, *, critical: bool = False) -> Change:
        """Return a change of this question."""
        return Change(sentence, critical, self.step, self.after.label, self.after.key)


def changes_of(pair: Pair) -> Iterator[Change]:
    """Yield what was changed of a question that both forms have."""
    yield from _words(pair)
    yield from _asking(pair)
    yield from _options(pair)
    yield from _checks(pair)
    yield from _settings(pair)
    yield from _disclosures(pair)


def _words(pair: Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before.type != after.type:
        yield pair.change(
            f"Type changed from “{type_label(before.type)}” to “{type_label(after.type)}”.", critical=True
        )
    if before.label != after.label:
        yield pair.change(f"Reworded; it was “{before.label}”.", critical=pair.is_declared)
    if before.help != after.help:
        yield pair.change(
            f"Help changed from {value_in_words(before.help)} to {value_in_words(after.help)}.",
            critical=pair.is_declared,
        )
    if before.companion_of != after.companion_of:
        yield pair.change("It now belongs to another question.", critical=True)


def _asking(pair: Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before.required != after.required:
        said = "Must be answered now." if after.required else "May be left empty now."
        yield pair.change(said, critical=pair.matters)
    if before.show_when != after.show_when:
        old, new = rule_in_words(before.show_when, pair.old), rule_in_words(after.show_when, pair.new)
        yield pair.change(f"Asked {new}; it was asked {old}.", critical=pair.matters)


def _options(pair: Pair) -> Iterator[Change]:
    old = {option.value: option for option in pair.before.options}
    new = {option.value: option for option in pair.after.options}
    for value, option in old.items():
        if value not in new:
            yield pair.change(f"Option “{option.label}” removed.", critical=True)
    for value, option in new.items():
        if value not in old:
            yield pair.change(f"Option “{option.label}” added.", critical=pair.required_by_kind)
        elif option != old[value]:
            yield from _option(pair, old[value], option)
    if moved(list(old), list(new)):
        yield pair.change("The options stand in another order.")


def _option(pair: Pair, before: Option, after: Option) -> Iterator[Change]:
    if before.label != after.label:
        yield pair.change(f"Option “{before.label}” reworded to “{after.label}”.")
    if before.help != after.help:
        yield pair.change(
            f"Help of the option “{after.label}” changed from {value_in_words(before.help)} "
            f"to {value_in_words(after.help)}."
        )
    if before.partner_role != after.partner_role:
        now = value_in_words(after.partner_role) if after.partner_role else "any"
        yield pair.change(
            f"Option “{after.label}” is offered while a partner of {now} kind is on offer; "
            f"it was {value_in_words(before.partner_role) if before.partner_role else 'any'}.",
            critical=True,
        )


def _checks(pair: Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    for check in before.checks:
        if check not in after.checks:
            yield pair.change(f"Check removed: {check_in_words(check, before.label)}", critical=True)
    for check in after.checks:
        if check not in before.checks:
            said = check_in_words(check, after.label)
            yield pair.change(f"Check added: {said}", critical=pair.required_by_kind)
    if set(before.checks) == set(after.checks) and before.checks != after.checks:
        yield pair.change("The checks stand in another order.")


def _settings(pair: Pair) -> Iterator[Change]:
    for name, old, new in differing(settings_of(pair.before), settings_of(pair.after)):
        critical = pair.is_declared or name in ROUTING or _loosened(name, old, new)
        sentence = f"Changed {setting_label(name)} from {value_in_words(old)} to {value_in_words(new)}."
        yield pair.change(sentence, critical=critical or pair.required_by_kind)


def _loosened(name: str, old: Json, new: Json) -> bool:
    """Say whether a check is gone: one that was set and is not, or one of several."""
    if name in HARMLESS:
        return False
    if old not in (None, "", [], {}, False) and new in (None, "", [], {}, False):
        return True
    if isinstance(old, list):
        return not isinstance(new, list) or any(one not in new for one in old)
    # No kind chosen means that all are offered, so choosing some takes others away.
    return name == "kinds" and not old


def _disclosures(pair: Pair) -> Iterator[Change]:
    old, new = _by_audience(pair.before), _by_audience(pair.after)
    for audience in dict.fromkeys([*old, *new]):
        before, after = old.get(audience), new.get(audience)
        if before == after:
            continue
        label = audience_label(audience, pair.new)
        was, now = disclosure_in_words(before, pair.old), disclosure_in_words(after, pair.new)
        if was != now or widens(before, after):
            yield pair.change(f"{label}: {now}; it was {was}.", critical=widens(before, after))
        if (before and before.purpose) != (after and after.purpose) and before and after:
            yield pair.change(
                f"{label}: the purpose is {value_in_words(after.purpose)}; "
                f"it was {value_in_words(before.purpose)}."
            )
    if old == new and pair.before.disclosures != pair.after.disclosures:
        yield pair.change("The recipients stand in another order.")


def _by_audience(field: FieldSpec) -> dict[str, Disclosure]:
    return {one.audience: one for one in field.disclosures}
