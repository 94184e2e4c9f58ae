"""What needs attention of the floors that lie below the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from approvals.models import Approval
from approvals.subjects import waiting_for
from forms.routing.attention import AttentionLine, attention


@attention
def waiting_approvals(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report requests that the signed-in person may decide, to those who can open the list of them."""
    if not request.user.has_perm("approvals.view_approval"):
        return
    yield AttentionLine(
        waiting_for(request.user).count(),
        "request waits for your approval",
        "requests wait for your approval",
        f"{reverse('approvals:index')}?state={Approval.State.REQUESTED}",
    )
