"""What groups of people may do with documents and pictures, in every collection."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from content.library.permissions import ENFORCE

UPLOADING = (
    "add_document",
    "change_document",
    "choose_document",
    "add_image",
    "change_image",
    "choose_image",
)


def let_upload(group: Group) -> None:
    """Let a group add, change and choose documents and pictures; idempotent."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    apps = ("wagtaildocs", "wagtailimages")
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=UPLOADING):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def let_enforce(group: Group) -> None:
    """Let a group put certified documents in force and withdraw documents; idempotent."""
    let_upload(group)
    app, _, codename = ENFORCE.partition(".")
    group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
