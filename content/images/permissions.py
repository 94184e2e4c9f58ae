"""Who may do what with pictures: Wagtail's rights by collection, and nobody deletes what is shown somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from accounts.models import User


class ShownPicturesKept(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy for pictures; one that a page, a draft or a record shows is not deleted."""

    def __init__(self) -> None:
        super().__init__(
            "content_images.Image", auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
        )

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Any) -> bool:
        left = set(actions)
        if "delete" in left and ReferenceIndex.get_references_to(instance).exists():
            left.discard("delete")
        return bool(left) and super().user_has_any_permission_for_instance(user, left, instance)
