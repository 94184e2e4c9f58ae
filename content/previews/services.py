"""Make, open and revoke links to drafts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from wagtail.models import Page

from accounts.models import User
from audit.trail import audited, record
from content.previews.models import MOST_DAYS, Opening, PreviewLink
from programme.of_pages import programme_of_page


class PreviewRefused(Exception):
    """A link is not made; the message says why."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was made, with the token that is shown this once."""

    link: PreviewLink
    token: str


def make_link(*, page: Page, days: int, by: User, now: datetime) -> NewLink:
    """Make a link to a page's latest draft that holds for 1 to 30 days; raise PreviewRefused."""
    programme = programme_of_page(page)
    if programme is None:
        raise PreviewRefused("Only pages of a programme can be shared.")
    if not 1 <= days <= MOST_DAYS:
        raise PreviewRefused(f"Choose from 1 to {MOST_DAYS} days.")
    if not page.permissions_for_user(by).can_edit():
        raise PreviewRefused("Only who may change the page can share it.")
    token = secrets.token_urlsafe(32)
    with audited(at=now):
        link = PreviewLink.objects.create(
            programme=programme,
            page_id=page.pk,
            title=page.get_admin_display_title()[:255],
            sha256=digest_of(token),
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record(
            "preview.shared",
            actor=by,
            subject=link,
            programme=programme,
            detail={"page": page.pk, "days": days},
        )
    return NewLink(link, token)


def revoke_link(*, link: PreviewLink, by: User, now: datetime) -> None:
    """End a link at once; one that ended before stays as it is."""
    with audited(at=now):
        current = PreviewLink.objects.select_for_update().get(pk=link.pk)
        if current.revoked_at is not None:
            return
        current.revoked_at, current.revoked_by = now, by
        current.save(update_fields=["revoked_at", "revoked_by"])
        record("preview.revoked", actor=by, subject=current, programme=current.programme_id)


def open_link(*, token: str, now: datetime) -> PreviewLink | None:
    """Return the link of a token and write down that it was opened; None where it shows nothing (any more)."""
    found = PreviewLink.objects.select_related("page", "programme__site").filter(sha256=digest_of(token))
    link = found.first()
    if link is None or not link.holds_at(now):
        return None
    with audited(at=now):
        PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)
        Opening.objects.create(link=link, opened_at=now)
        record("preview.opened", actor="preview link", subject=link, programme=link.programme_id)
    return link


def digest_of(token: str) -> str:
    """Return the hash under which a token is kept: of 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
