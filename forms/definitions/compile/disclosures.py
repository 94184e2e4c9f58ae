"""Default deny: every answer has a decision for every recipient, and a purpose where it is shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from forms.definitions import conditions
from forms.definitions.compile.assembly import audiences_of, has_companion
from forms.definitions.compile.companions import companion_key
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField
from forms.definitions.kinds import FormKind
from forms.definitions.spec import SHARE, WHEN, WITHHOLD, Disclosure

DECISIONS = frozenset({SHARE, WITHHOLD, WHEN})
NAME_THE_ANSWERS = "Name the answers that let it be shared: “is not” would be true of an answer nobody gave."
NOT_ALWAYS_ASKED = (
    "“Is not answered” can let an answer be shared only if the question is always asked: "
    "“{key}” or its step has a condition."
)


def problems(source: Source, kind: FormKind) -> Problems:
    """Say what is undecided, or decided without a reason, about who receives an answer."""
    labels = {audience.key: audience.label for audience in audiences_of(source, kind)}
    unrouted = frozenset(audience.key for audience in kind.audiences) - labels.keys()
    sometimes = frozenset(_sometimes_asked(source))
    for field in source.fields():
        if field.type is not None and field.type.collects:
            yield from _of_field(field, labels, unrouted)
            yield from _of_silence(field, sometimes)


def _of_field(field: SourceField, labels: dict[str, str], unrouted: frozenset[str]) -> Problems:
    counts = Counter(one.audience for one in field.spec.disclosures)
    yield from _undecided(field, labels)
    for index, disclosure in enumerate(field.spec.disclosures):
        label = labels.get(disclosure.audience)
        # What was decided for somebody to whom no route leads any more waits for the next one.
        if disclosure.audience in unrouted:
            continue
        if label is None and (disclosure.decision or not disclosure.audience):
            yield field.problem("Choose a recipient of this kind of form.", "disclosures", index, "audience")
        elif label is not None and counts[disclosure.audience] > 1:
            yield field.problem(f"Decide only once for {_the(label)}.", "disclosures", index, "audience")
        elif label is not None:
            yield from _of_decision(field, index, disclosure, label)


def _undecided(field: SourceField, labels: dict[str, str]) -> Problems:
    """Name all recipients that nobody decided about at once; a single row is pointed at."""
    rows = {one.audience: index for index, one in enumerate(field.spec.disclosures)}
    decided = {one.audience for one in field.spec.disclosures if one.decision in DECISIONS}
    open_ = [key for key in labels if key not in decided]
    if not open_:
        return
    *first, last = (_the(labels[key]) for key in open_)
    named = f"{', '.join(first)} and {last} receive" if first else f"{last} receives"
    only_row: list[str | int] = [rows[open_[0]], "decision"] if len(open_) == 1 and open_[0] in rows else []
    yield field.problem(f"Decide whether {named} the answer.", "disclosures", *only_row)


def _the(label: str) -> str:
    """Name a recipient within a sentence: "the nurse service", but "the MS team's own copy"."""
    return f"the {label[:1].lower()}{label[1:]}" if label[1:2].islower() else f"the {label}"


def _of_decision(field: SourceField, index: int, disclosure: Disclosure, label: str) -> Problems:
    if disclosure.decision not in DECISIONS:
        return  # said for all recipients at once
    if disclosure.decision != WITHHOLD and not disclosure.purpose:
        yield field.problem(f"Say why {_the(label)} needs the answer.", "disclosures", index, "purpose")
    has_conditions = bool(disclosure.when.conditions)
    if disclosure.decision == WHEN and not has_conditions:
        yield field.problem(
            f"Say when {_the(label)} receives the answer.", "disclosures", index, "when", "conditions"
        )
    if disclosure.decision != WHEN and has_conditions:
        yield field.problem(
            "Choose “Share when…” or remove the conditions.", "disclosures", index, "decision"
        )


def _sometimes_asked(source: Source) -> Iterator[str]:
    for step in source.steps:
        for field in step.fields:
            if step.spec.show_when.conditions or field.spec.show_when.conditions:
                yield field.spec.key
            if has_companion(field):
                yield companion_key(field.spec.key)


def _of_silence(field: SourceField, sometimes: frozenset[str]) -> Problems:
    """Refuse the comparisons that hold because nothing was answered: silence lets nothing out."""
    for index, disclosure in enumerate(field.spec.disclosures):
        for number, condition in enumerate(disclosure.when.conditions):
            at = ("disclosures", index, "when", "conditions", number, "operator")
            if condition.operator == conditions.NOT_EQUALS:
                yield field.problem(NAME_THE_ANSWERS, *at)
            elif condition.operator == conditions.NOT_ANSWERED and condition.field in sometimes:
                yield field.problem(NOT_ALWAYS_ASKED.format(key=condition.field), *at)
