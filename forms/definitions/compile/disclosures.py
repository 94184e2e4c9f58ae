"""Default deny: every answer has a decision for every recipient, and a purpose where it is shared."""

from __future__ import annotations

from collections import Counter

from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField
from forms.definitions.kinds import FormKind
from forms.definitions.spec import SHARE, WHEN, WITHHOLD, Disclosure

DECISIONS = frozenset({SHARE, WITHHOLD, WHEN})


def problems(source: Source, kind: FormKind) -> Problems:
    """Say what is undecided, or decided without a reason, about who receives an answer."""
    labels = {audience.key: audience.label for audience in kind.audiences}
    for field in source.fields():
        if field.type is not None and field.type.collects:
            yield from _of_field(field, labels)


def _of_field(field: SourceField, labels: dict[str, str]) -> Problems:
    counts = Counter(one.audience for one in field.spec.disclosures)
    for index, disclosure in enumerate(field.spec.disclosures):
        label = labels.get(disclosure.audience)
        if label is None and (disclosure.decision or not disclosure.audience):
            yield field.problem("Choose a recipient of this kind of form.", "disclosures", index, "audience")
        elif label is not None and counts[disclosure.audience] > 1:
            yield field.problem(f"Decide only once for {label}.", "disclosures", index, "audience")
        elif label is not None:
            yield from _of_decision(field, index, disclosure, label)
    for key, label in labels.items():
        if not counts[key]:
            yield field.problem(f"Decide whether {label} receives the answer.", "disclosures")


def _of_decision(field: SourceField, index: int, disclosure: Disclosure, label: str) -> Problems:
    if disclosure.decision not in DECISIONS:
        yield field.problem(f"Decide whether {label} receives the answer.", "disclosures", index, "decision")
        return
    if disclosure.decision != WITHHOLD and not disclosure.purpose:
        yield field.problem(f"Say why {label} needs the answer.", "disclosures", index, "purpose")
    has_conditions = bool(disclosure.when.conditions)
    if disclosure.decision == WHEN and not has_conditions:
        yield field.problem(
            f"Say when {label} receives the answer.", "disclosures", index, "when", "conditions"
        )
    if disclosure.decision != WHEN and has_conditions:
        yield field.problem(
            "Choose “Share when…” or remove the conditions.", "disclosures", index, "decision"
        )
