"""Who may do what with documents: Wagtail's rights by collection; nobody deletes one, nor a category."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from accounts.models import User

ENFORCE = "content_library.enforce_document"


class KeptDocuments(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy for documents without the right to delete, superusers included: versions are kept."""

    def __init__(self) -> None:
        super().__init__(
            "content_library.Document", auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
        )

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Any) -> bool:
        left = _without_delete(actions)
        return bool(left) and super().user_has_any_permission_for_instance(user, left, instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        left = _without_delete(actions)
        if not left:
            return self.model.objects.none()
        return super().instances_user_has_any_permission_for(user, left)


class KeptCategories(ModelPermissionPolicy):
    """Wagtail's policy without the right to delete: a page that lists one category would list all of them."""

    def __init__(self) -> None:
        super().__init__("content_library.Category")

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


def may_enforce(user: User) -> bool:
    """Say whether somebody may put versions in force and withdraw documents."""
    return user.has_perm(ENFORCE)


def _without_delete(actions: Iterable[str]) -> list[str]:
    return [action for action in actions if action != "delete"]
