"""Carry out the rules that concern what happened. None of them can keep it from having happened."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from content.certification.mails import owe
from content.rules.happening import Happening, concerns
from content.rules.models import Event, Firing, Rule, Todo
from forms.routing.failures import log_failure

logger = logging.getLogger(__name__)
SAID = {
    Event.SUBMITTED: "This page was submitted:",
    Event.PUBLISHED: "This page was published:",
    Event.UNPUBLISHED: "This page was taken down:",
    Event.CERTIFICATE_ENDING: "The certificate of this material ends soon:",
    Event.DOCUMENT_REPLACED: "This document has a new version in force:",
    Event.LINK_BROKEN: "A link to another site is broken in this:",
    Event.RATED_BELOW: "Readers gave this page low ratings:",
}


def fire(happening: Happening, *, now: datetime) -> int:
    """Carry out each rule that concerns what happened; return how many. One that fails is logged and undone."""
    rules = Rule.objects.filter(programme=happening.programme_id, event=happening.event, active=True)
    return sum(_tried(rule, happening, now) for rule in rules.select_related("section", "group", "programme"))


def _tried(rule: Rule, happening: Happening, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return concerns(rule, happening) and _carry_out(rule, happening, now)
    except Exception as error:  # noqa: BLE001 - one rule's trouble must block neither the event nor other rules
        log_failure(logger, f"Content rule {rule.pk}", error)
        return False


def _carry_out(rule: Rule, happening: Happening, now: datetime) -> bool:
    if happening.once:
        _, is_new = Firing.objects.get_or_create(
            rule=rule, once=happening.once, defaults={"subject": happening.subject, "fired_at": now}
        )
        if not is_new:
            return False
    else:
        Firing.objects.create(rule=rule, subject=happening.subject, fired_at=now)
    if rule.action == Rule.Action.MAIL:
        _tell(rule, happening, now)
    else:
        _give_task(rule, happening, now)
    with audited(at=now):
        record(
            "content_rule.fired",
            actor="content rules",
            subject=rule,
            programme=rule.programme_id,
            detail={"event": rule.event, "subject": happening.subject},
        )
    return True


def _tell(rule: Rule, happening: Happening, now: datetime) -> None:
    people = User.objects.filter(groups=rule.group_id, is_active=True)
    facts = {
        "rule": rule.name,
        "said": SAID[happening.event],
        "title": happening.title_for(rule.group_id),
        "path": happening.path,
    }
    owe("content_rule", programme=rule.programme, to=people, facts=facts, now=now)


def _give_task(rule: Rule, happening: Happening, now: datetime) -> None:
    Todo.objects.get_or_create(
        rule=rule,
        subject=happening.subject,
        done_at=None,
        defaults={
            "title": happening.title_for(rule.group_id)[:255],
            "said": SAID[happening.event].rstrip(":"),
            "path": happening.path,
            "created_at": now,
            "due_on": timezone.localdate(now) + timedelta(days=rule.days),
        },
    )
