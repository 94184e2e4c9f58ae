"""Does an audience receive what it did not, or under a weaker condition?"""

from __future__ import annotations

from forms.definitions.spec import ALL, SHARE, WHEN, Disclosure, Rule

_REACH = {WHEN: 1, SHARE: 2}


def widens(before: Disclosure | None, after: Disclosure | None) -> bool:
    """Say whether an audience receives more after than before; what cannot be told for certain counts as more."""
    reach_before, reach_after = _reach(before), _reach(after)
    if reach_before != reach_after:
        return reach_after > reach_before
    if before is None or after is None or reach_after != _REACH[WHEN]:
        return False
    return not _is_at_least_as_strict(before.when, after.when)


def _reach(disclosure: Disclosure | None) -> int:
    return _REACH.get(disclosure.decision, 0) if disclosure else 0


def _is_at_least_as_strict(before: Rule, after: Rule) -> bool:
    if set(before.conditions) == set(after.conditions) and (
        before.match == after.match or len(after.conditions) == 1
    ):
        return True
    if before.match != after.match:
        # All of them is stricter than any of them.
        return after.match == ALL and set(before.conditions) <= set(after.conditions)
    if after.match == ALL:
        return set(before.conditions) <= set(after.conditions)
    return bool(after.conditions) and set(after.conditions) <= set(before.conditions)
