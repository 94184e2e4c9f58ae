"""Say what will happen to a page and when, so that no date is left that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from wagtail.models import Page, Revision

DATES = ("go_live_at", "expire_at")


def what_will_happen(draft: Any, *, now: datetime) -> list[str]:
    """Return in sentences what readers see of a page now, and what happens when; `draft` is its latest draft."""
    live = Page.objects.filter(pk=draft.pk).first()
    if live is None:
        return ["This page is not saved yet."]
    planned = Revision.page_revisions.filter(
        object_id=str(draft.pk), approved_go_live_at__isnull=False
    ).first()
    return [*_now(live), *_begins(draft, planned, now), *_ends(draft, live, planned, now)]


def clear_passed_dates(page: Page, *, now: datetime) -> None:
    """Take dates that have passed from a page and its latest draft.

    Wagtail's form refuses to save a page with a past date of expiry (wagtail#13896).
    """
    passed = [name for name in DATES if (moment := getattr(page, name)) is not None and moment <= now]
    if passed:
        Page.objects.filter(pk=page.pk).update(**dict.fromkeys(passed))
    revision = Page.objects.get(pk=page.pk).latest_revision
    if revision is None:
        return
    draft = revision.as_object()
    left = [name for name in DATES if (moment := getattr(draft, name)) is not None and moment <= now]
    if left:
        content = {**revision.content, **dict.fromkeys(left)}
        Revision.objects.filter(pk=revision.pk).update(content=content)


def _now(live: Page) -> Iterator[str]:
    if live.live and live.has_unpublished_changes:
        yield "Readers see the published version. The changes since then are a draft."
    elif live.live:
        yield "Readers see this version."
    elif live.expired:
        yield "Readers do not see this page: its time has ended."
    else:
        yield "Readers do not see this page."
    state = live.current_workflow_state
    task = state.current_task_state if state is not None else None
    if task is not None and task.status == task.STATUS_IN_PROGRESS:
        due = getattr(task, "due", None)
        until = f", due on {formats.date_format(due.due_on, 'j F Y')}" if due is not None else ""
        yield f"The draft waits for: {task.task.name}{until}."
    elif state is not None:
        yield "The draft was sent back. Change it and submit it again."
    elif live.has_unpublished_changes or not live.live:
        yield "The draft goes live once it is submitted and certified."


def _begins(draft: Any, planned: Revision | None, now: datetime) -> Iterator[str]:
    if planned is not None and planned.approved_go_live_at is not None:
        yield f"The certified draft goes live on {_in_words(planned.approved_go_live_at)}."
    elif draft.go_live_at is not None and draft.go_live_at > now:
        yield (
            f"It is meant to go live on {_in_words(draft.go_live_at)}, but nothing happens then "
            "unless it is certified before."
        )
    elif draft.go_live_at is not None and not draft.live:
        yield (
            f"The time to go live, {_in_words(draft.go_live_at)}, has passed: it goes live as soon as it is "
            "certified."
        )


def _ends(draft: Any, live: Page, planned: Revision | None, now: datetime) -> Iterator[str]:
    if live.live and live.expire_at is not None and live.expire_at > now:
        yield f"The published version is taken down on {_in_words(live.expire_at)}."
    if draft.expire_at is None or draft.expire_at <= now or (live.live and draft.expire_at == live.expire_at):
        return
    after = "" if planned is not None else "Once it is published, "
    yield f"{after or 'After that, '}this draft is taken down on {_in_words(draft.expire_at)}."


def _in_words(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y, H:i")
