"""Rules as tests write them."""

from __future__ import annotations

from django.contrib.auth.models import Group

from content.roles.models import RoleGroup
from content.rules.models import Rule
from content.rules.services import save_rule


def group_of(team, role="editor") -> Group:
    return RoleGroup.objects.get(programme=team.programme, role=role).group


def a_rule(team, event, now, **values) -> Rule:
    rule = Rule(
        **{
            "programme": team.programme,
            "name": f"On {event}",
            "event": event,
            "action": Rule.Action.MAIL,
            "group": group_of(team),
            **values,
        }
    )
    return save_rule(rule=rule, by=team["site_administrator"], now=now)
