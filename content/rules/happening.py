"""What happened, as rules look at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from content.rules.models import Event, Rule

RESTRICTED = "A document for a smaller group of people"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its subject: title and where it is edited, and what conditions ask for.

    `tree_path` is that of the page ("" for what is no page); `once` names what is to be said once only;
    `readers` are the groups, by primary key, to which a document is restricted, None for no such restriction.
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
    readers: frozenset[int] | None = None

    def title_for(self, group_id: int) -> str:
        """Return the subject's title as a group may learn it: that of a restricted document is for its readers."""
        return self.title if self.readers is None or group_id in self.readers else RESTRICTED


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
