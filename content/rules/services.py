"""Keep rules, and finish tasks."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from content.rules.models import Event, Rule, Todo


class RuleRefused(Exception):
    """A rule makes no sense as it is, or a task is not the person's; the message says why."""


def save_rule(*, rule: Rule, by: User, now: datetime) -> Rule:
    """Keep a rule; raise RuleRefused."""
    _check(rule)
    with audited(at=now):
        rule.save()
        record(
            "content_rule.saved",
            actor=by,
            subject=rule,
            programme=rule.programme_id,
            detail={
                "event": rule.event,
                "action": rule.action,
                "group": rule.group_id,
                "section": rule.section_id,
                "page_type": rule.page_type,
                "label": rule.label,
                "active": rule.active,
            },
        )
    return rule


def finish(*, todo: Todo, by: User, now: datetime) -> None:
    """Mark a task as done, for somebody of its group; raise RuleRefused."""
    with audited(at=now):
        current = Todo.objects.select_for_update().get(pk=todo.pk)
        if current.done_at is not None:
            raise RuleRefused("This task was done before.")
        if not may_finish(current, by):
            raise RuleRefused("This task is for the people of another group.")
        current.done_at, current.done_by = now, by
        current.save(update_fields=["done_at", "done_by"])
        record(
            "content_todo.done",
            actor=by,
            subject=current,
            programme=current.rule.programme_id,
            detail={"on": str(timezone.localdate(now))},
        )


def may_finish(todo: Todo, user: User) -> bool:
    """Say whether a task is for a person: of its group, or a superuser."""
    return user.is_superuser or user.groups.filter(pk=todo.rule.group_id).exists()


def _check(rule: Rule) -> None:
    if (rule.event == Event.RATED_BELOW) != (rule.below is not None):
        raise RuleRefused("Give the number below which a page is rated, and for no other event.")
    section, first = rule.section, rule.programme.site.root_page
    if section is not None and not section.path.startswith(first.path):
        raise RuleRefused(f"“{section.title}” belongs to another programme.")
    held = getattr(rule.group, "role_group", None)
    if held is not None and held.programme_id != rule.programme_id:
        raise RuleRefused("This group works for another programme.")
