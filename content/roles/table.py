"""Who may do what: every action, and which groups may carry it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group

from agreements.groups import ADMINISTRATORS as AGREEMENT_ADMINISTRATORS
from content.roles.held import Held, held_by
from content.roles.models import Role, RoleGroup
from content.roles.rights import ADMIN, CERTIFICATES, ENFORCE, LINKS, RECHECK, REPORTS
from programme.models import Programme

YES, OWN, NO = "yes", "their own", "no"
Question = Callable[[Held], str]


@dataclass(frozen=True, slots=True)
class Action:
    """Something people do, and how a group's rights answer whether it may."""

    label: str
    asks: Question


@dataclass(frozen=True, slots=True)
class Line:
    """One action with an answer for each group of the table."""

    action: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The groups by name, and what each may do."""

    groups: tuple[str, ...]
    lines: tuple[Line, ...]


def _holds(permission: str) -> Question:
    return lambda held: YES if permission in held.admin else NO


def _on_pages(permission: str) -> Question:
    return lambda held: YES if permission in held.pages else NO


def _writes(held: Held) -> str:
    if "change_page" in held.pages:
        return YES
    return OWN if "add_page" in held.pages else NO


def _nobody(held: Held) -> str:
    return NO


ACTIONS = (
    Action("Open the admin", _holds(ADMIN)),
    Action("Read reports about content", _holds(REPORTS)),
    Action("Read certificates", _holds(CERTIFICATES)),
    Action("Begin a page", _on_pages("add_page")),
    Action("Change a draft", _writes),
    Action("Submit a draft", _writes),
    Action("Share a draft by a link", _writes),
    Action("Delete a draft that was never certified", _writes),
    Action("Delete what was ever certified", _nobody),
    Action("Lock a page", _on_pages("lock_page")),
    Action("Unlock what others locked", _on_pages("unlock_page")),
    Action("Approve the review", lambda held: YES if held.reviews else NO),
    Action("Publish what is certified, and take pages down", _on_pages("publish_page")),
    Action("Publish what is not certified", _nobody),
    Action("Add documents and pictures", lambda held: YES if "add_document" in held.files else NO),
    Action("Put a certified document in force", _holds(ENFORCE)),
    Action("Read the report of broken links", _holds(LINKS)),
    Action("Have a link checked again", _holds(RECHECK)),
    Action("Write content rules", _holds("content_rules.change_rule")),
    Action("Bring a deleted draft back", _holds("content_drafts.restore_deleteddraft")),
    Action("Administer agreements", _holds("agreements.manage_agreement")),
)


def table_of(programme: Programme) -> Table:
    """Return who may do what on a programme's site: its roles in order, and the agreement administrators."""
    rows = RoleGroup.objects.filter(programme=programme).select_related("group")
    by_role = {row.role: row.group for row in rows}
    columns = [(role.label, by_role[role.value]) for role in Role if role.value in by_role]
    columns += [(one.name, one) for one in Group.objects.filter(name=AGREEMENT_ADMINISTRATORS)]
    held = [held_by(group, first_page=programme.site.root_page) for _, group in columns]
    return Table(
        groups=tuple(name for name, _ in columns),
        lines=tuple(Line(action.label, tuple(action.asks(rights) for rights in held)) for action in ACTIONS),
    )


def as_markdown(table: Table) -> str:
    """Write a table as Markdown."""
    rows: list[Iterable[str]] = [("", *table.groups), ("---", *["---"] * len(table.groups))]
    rows += [(line.action, *line.answers) for line in table.lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
