"""Who may see which kind of restricted task: a right for each kind, so that nobody sees more than a role needs."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from forms.registration.models import RestrictedTask

APP = "form_registration"
HANDLE = "handle"
RIGHTS = {
    RestrictedTask.Kind.ADVERSE_EVENT.value: "handle_safety_task",
    RestrictedTask.Kind.POSSIBLE_DUPLICATE.value: "handle_duplicate_task",
}


def tasks_for(user: Any) -> QuerySet[RestrictedTask]:
    """Return the tasks of the kinds that a person may handle."""
    return RestrictedTask.objects.filter(kind__in=_kinds_for(user))


def handlers_of(kind: str) -> QuerySet[User]:
    """Return the active people whose groups may handle a kind of task."""
    right = Q(groups__permissions__content_type__app_label=APP, groups__permissions__codename=RIGHTS[kind])
    return User.objects.filter(right, is_active=True).distinct()


class TaskPolicy(ModelPermissionPolicy):
    """Whoever may handle any kind of task may open the list, which then shows that kind only."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == HANDLE and bool(_kinds_for(user))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def _kinds_for(user: Any) -> list[str]:
    return [kind for kind, right in RIGHTS.items() if user.has_perm(f"{APP}.{right}")]
