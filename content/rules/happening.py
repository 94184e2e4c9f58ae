"""What happened, as rules look at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from content.rules.models import Event, Rule


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its subject: title and where it is edited, and what conditions ask for.

    `tree_path` is that of the page ("" for what is no page); `once` names what is to be said once only.
    """

    event: Event
    programme_id: UUID
    subject: str
    title: str
    path: str
    tree_path: str = ""
    page_type: str = ""
    label: str = ""
    average: float | None = None
    once: str = ""


def concerns(rule: Rule, happening: Happening) -> bool:
    """Say whether a rule's conditions hold; those about pages hold for no other subject."""
    if not rule.active or rule.event != happening.event or rule.programme_id != happening.programme_id:
        return False
    if rule.section is not None and not happening.tree_path.startswith(rule.section.path):
        return False
    if rule.page_type and rule.page_type != happening.page_type:
        return False
    if rule.label and rule.label != happening.label:
        return False
    return rule.below is None or (happening.average is not None and happening.average < float(rule.below))
