"""Compare two versions of a form: what was changed, step by step, in the order of the newer one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from forms.definitions.changes.change import Change
from forms.definitions.changes.extras import differing, rest_of_form, rest_of_step
from forms.definitions.changes.order import moved
from forms.definitions.changes.questions import DECLARED, Pair, changes_of
from forms.definitions.changes.wording import (
    audience_label,
    disclosure_in_words,
    label_of,
    route_in_words,
    rule_in_words,
    setting_label,
    type_label,
    value_in_words,
)
from forms.definitions.compile.companions import companion_of
from forms.definitions.spec import FieldSpec, FormSpec, StepSpec

FIRST = "This is the first version of the form."
SOMETHING = "Something of the form was changed that this page has no words for."


def compare(
    before: FormSpec | None, after: FormSpec, *, required: Collection[str] = ()
) -> tuple[Change, ...]:
    """Return every change from one version to the next; equal versions have none.

    Without a version before, everything is new and critical. `required` are the keys that the rules of
    the form's kind rely on. Differences nobody foresaw count as critical.
    """
    if before is None:
        return (Change(FIRST, critical=True),)
    if before == after:
        return ()
    found = (*_of_form(before, after), *_of_steps(before, after, required), *_of_routes(before, after))
    return found or (Change(SOMETHING, critical=True),)


def _of_form(before: FormSpec, after: FormSpec) -> Iterator[Change]:
    if before.kind != after.kind:
        yield Change(f"The kind of form is “{after.kind}”; it was “{before.kind}”.", critical=True)
    for name, old, new in (
        ("The title", before.title, after.title),
        ("The introduction", before.intro, after.intro),
        ("What happens next", before.what_happens_next, after.what_happens_next),
    ):
        if old != new:
            yield Change(f"{name} changed from {value_in_words(old)} to {value_in_words(new)}.")
    if before.audiences != after.audiences:
        named = [
            ", ".join(f"“{one.label}” ({one.key})" for one in spec.audiences) for spec in (before, after)
        ]
        yield Change(
            f"The recipients of documents are {named[1] or 'nobody'}; they were {named[0] or 'nobody'}.",
            critical=True,
        )
    for setting, old, new in differing(rest_of_form(before), rest_of_form(after)):
        yield Change(
            f"Changed {setting_label(setting)} from {value_in_words(old)} to {value_in_words(new)}.",
            critical=True,
        )


def _of_steps(before: FormSpec, after: FormSpec, required: Collection[str]) -> Iterator[Change]:
    moves = dict(moved([step.key for step in before.steps], [step.key for step in after.steps]))
    for step in after.steps:
        old = before.step(step.key)
        if old is None:
            yield Change("Step added.", step=step.title)
        else:
            yield from _of_step(old, step, before, after)
        if step.key in moves:
            yield Change(f"Step moved{_to(moves[step.key], after)}.", step=step.title)
        yield from _of_questions(step, old, before, after, required)
    for gone in (step for step in before.steps if after.step(step.key) is None):
        yield Change("Step removed.", critical=True, step=gone.title)
        yield from _removed(gone, before, after)


def _of_step(old: StepSpec, new: StepSpec, before: FormSpec, after: FormSpec) -> Iterator[Change]:
    if old.title != new.title:
        yield Change(f"Step renamed; it was “{old.title}”.", step=new.title)
    if old.intro != new.intro:
        yield Change(
            f"Introduction changed from {value_in_words(old.intro)} to {value_in_words(new.intro)}.",
            step=new.title,
        )
    if old.show_when != new.show_when:
        declares = any(field.type in DECLARED for field in (*old.fields, *new.fields))
        yield Change(
            f"Shown {rule_in_words(new.show_when, after)}; it was shown {rule_in_words(old.show_when, before)}.",
            critical=declares,
            step=new.title,
        )
    for name, value, now in differing(rest_of_step(old), rest_of_step(new)):
        yield Change(
            f"Changed {setting_label(name)} from {value_in_words(value)} to {value_in_words(now)}.",
            critical=True,
            step=new.title,
        )


def _of_questions(
    step: StepSpec, old: StepSpec | None, before: FormSpec, after: FormSpec, required: Collection[str]
) -> Iterator[Change]:
    places = {field.key: one for one in before.steps for field in one.fields}
    keys = [field.key for field in step.fields]
    moves = dict(moved([field.key for field in old.fields], keys)) if old else {}
    for field in step.fields:
        earlier = before.field(field.key)
        if earlier is None:
            yield from _added(field, step, after)
            continue
        if field.companion_of and _follow(earlier, field, before, after):
            continue
        if places[field.key].key != step.key:
            yield Change(
                f"Moved here from the step “{places[field.key].title}”.",
                step=step.title, question=field.label, field=field.key,
            )  # fmt: skip
        elif field.key in moves:
            yield Change(
                f"Moved{_after(moves[field.key], after)}.",
                step=step.title, question=field.label, field=field.key,
            )  # fmt: skip
        yield from changes_of(Pair(earlier, field, before, after, step.title, field.key in required))
    if old is not None:
        yield from _removed(old, before, after)


def _added(field: FieldSpec, step: StepSpec, spec: FormSpec) -> Iterator[Change]:
    asked = "" if not field.show_when.conditions else f", asked {rule_in_words(field.show_when, spec)}"
    needed = "must be answered" if field.required else "may be left empty"
    received = "; ".join(
        f"{audience_label(one.audience, spec)}: {disclosure_in_words(one, spec)}" for one in field.disclosures
    )
    sentence = f"Question added ({type_label(field.type)}, {needed}{asked})."
    if received:
        sentence += f" {received}."
    yield Change(sentence, step=step.title, question=field.label, field=field.key)


def _removed(old: StepSpec, before: FormSpec, after: FormSpec) -> Iterator[Change]:
    for field in old.fields:
        if after.field(field.key) is None:
            yield Change(
                "Question removed.", critical=True, step=old.title, question=field.label, field=field.key
            )


def _of_routes(before: FormSpec, after: FormSpec) -> Iterator[Change]:
    for route in before.routes:
        if route not in after.routes:
            yield Change(f"No longer sent: {route_in_words(route, before)}.", critical=True)
    for route in after.routes:
        if route not in before.routes:
            yield Change(f"Now sent: {route_in_words(route, after)}.", critical=True)
    same = set(before.routes) == set(after.routes)
    if same and before.routes != after.routes:
        yield Change("The routes stand in another order or are repeated.", critical=True)


def _follow(before: FieldSpec, after: FieldSpec, old: FormSpec, new: FormSpec) -> bool:
    """Say whether an adverse-event question is in both just what its free-text question makes it."""
    sources = old.field(before.companion_of), new.field(after.companion_of)
    if sources[0] is None or sources[1] is None:
        return False
    return (before, after) == (companion_of(sources[0]), companion_of(sources[1]))


def _to(key: str, spec: FormSpec) -> str:
    step = spec.step(key)
    return f" after “{step.title}”" if step else " to the beginning"


def _after(key: str, spec: FormSpec) -> str:
    return f" after “{label_of(key, spec)}”" if key else " to the beginning of the step"
