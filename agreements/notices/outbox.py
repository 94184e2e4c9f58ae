"""Mails that are owed: written down in the transaction that owes them, sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from agreements.models import Agreement
from agreements.signing.models import Notice, SigningRequest
from agreements.tasks import enqueue_notice


def owe(
    template: str,
    agreement: Agreement,
    *,
    email: str,
    now: datetime,
    request: SigningRequest | None = None,
    tokens: Mapping[str, str] | None = None,
) -> Notice:
    """Write down a mail about an agreement and enqueue it, inside the caller's transaction."""
    notice = Notice(
        agreement=agreement,
        request=request,
        template=template,
        email=email,
        created_at=now,
        next_try_at=now,
    )
    if tokens:
        notice.tokens = dict(tokens)
    notice.save(force_insert=True)
    enqueue_notice(notice.pk)
    return notice
