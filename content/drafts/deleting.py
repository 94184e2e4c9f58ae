"""Keep deleted drafts for 30 days, and bring them back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.models import Page, get_page_models

from accounts.models import User
from audit.trail import audited, record
from content.drafts.models import DeletedDraft
from programme.models import Programme
from programme.of_pages import programme_of_page

KEPT_FOR = timedelta(days=30)
# What belongs to the page that is gone and not to the one that comes back.
_LEFT_BEHIND = ("wagtail_admin_comments", "locked", "locked_by", "locked_at", "latest_revision", "live_revision",
                "alias_of", "first_published_at", "last_published_at", "go_live_at", "expire_at")  # fmt: skip


class CannotRestore(Exception):
    """A deleted draft does not come back; the message says why."""


def keep_drafts(*, page: Page, by: User, now: datetime) -> int:
    """Keep the last draft of a page that is about to be deleted and of those below; return how many."""
    programme = programme_of_page(page)
    if programme is None:
        return 0
    going = [one.specific for one in page.get_descendants(inclusive=True).order_by("path")]
    with audited(at=now):
        for one in going:
            _keep(one, programme, by=by, now=now)
    return len(going)


def restore(*, deleted: DeletedDraft, by: User, now: datetime) -> Page:
    """Bring a draft back below the page where it was, or the first page where its type allows; raise CannotRestore.

    What was deleted from below it can follow it there.
    """
    with audited(at=now):
        held = DeletedDraft.objects.select_for_update().filter(pk=deleted.pk).first()
        if held is None:
            raise CannotRestore("Somebody brought it back before, or its time was over.")
        parent = _parent(held)
        page = _page_of(held)
        _refuse_where_it_may_not_stand(page, parent)
        page.slug = _free_slug(page.slug, parent)
        page.owner = by
        parent.add_child(instance=page)
        page.save_revision(user=by)
        record(
            "draft_page.restored",
            actor=by,
            subject=("wagtailcore.page", page.pk),
            programme=held.programme_id,
            detail={"was": held.page_id, "parent": parent.pk},
        )
        DeletedDraft.objects.filter(programme=held.programme_id, parent_id=held.page_id).update(
            parent_id=page.pk
        )
        held.delete()
    return page


def forget_old(*, now: datetime) -> int:
    """Erase what was deleted more than 30 days ago; return how many."""
    old = DeletedDraft.objects.filter(deleted_at__lt=now - KEPT_FOR)
    number, _ = old.delete()
    return number


def _keep(page: Any, programme: Programme, *, by: User, now: datetime) -> None:
    parent = page.get_parent()
    DeletedDraft.objects.create(
        programme=programme,
        title=page.get_admin_display_title()[:255],
        page_type=page._meta.label_lower,
        page_id=page.pk,
        parent_id=parent.pk if parent is not None else 0,
        content=_content_of(page.get_latest_revision_as_object()),
        deleted_by=by,
        deleted_at=now,
    )
    record(
        "draft_page.deleted",
        actor=by,
        subject=("wagtailcore.page", page.pk),
        programme=programme,
        detail={"type": page._meta.label_lower},
    )


def _content_of(draft: Any) -> dict[str, Any]:
    """Return what a draft holds without the keys of its rows and of itself: what comes back is new."""
    content = {name: value for name, value in draft.serializable_data().items() if name not in _LEFT_BEHIND}
    for relation in get_all_child_relations(type(draft)):
        rows = content.get(relation.get_accessor_name())
        if rows:
            parent = relation.field.name
            kept = [{name: value for name, value in row.items() if name != parent} for row in rows]
            content[relation.get_accessor_name()] = [{**row, "pk": None} for row in kept]
    return content


def _parent(held: DeletedDraft) -> Page:
    first: Page = held.programme.site.root_page
    found = Page.objects.filter(pk=held.parent_id, path__startswith=first.path).first()
    return found or first


def _refuse_where_it_may_not_stand(page: Any, parent: Page) -> None:
    kind, above = page.get_verbose_name(), parent.specific_deferred.get_admin_display_title()
    if not page.can_exist_under(parent):
        raise CannotRestore(
            f"The page above this draft is gone, and a page of the type “{kind}” cannot stand below “{above}”. "
            "If the page above is in this list, bring it back first."
        )
    if not page.can_create_at(parent):
        raise CannotRestore(
            f"There is another page of the type “{kind}” below “{above}” now, and only one is allowed."
        )


def _page_of(held: DeletedDraft) -> Any:
    model: Any = next((one for one in get_page_models() if one._meta.label_lower == held.page_type), None)
    if model is None:
        raise CannotRestore("Pages of this type do not exist any more.")
    page = model.from_serializable_data({**held.content, "pk": None})
    if page is None:
        raise CannotRestore("Something that this draft needs does not exist any more.")
    page.pk = page.id = None
    page.path, page.depth, page.numchild, page.url_path = "", None, 0, ""
    page.live, page.has_unpublished_changes = False, True
    page.translation_key = uuid.uuid4()
    page._state.adding = True
    return page


def _free_slug(slug: str, parent: Page) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    free = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(one for one in free if one not in taken)
