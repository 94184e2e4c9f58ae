"""The list of what waits for a second person, and the buttons that decide it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic import IndexView

from approvals import services
from approvals.history import history_of
from approvals.models import Approval
from approvals.services import AlreadyDecided, ApproverIsAuthor
from approvals.subjects import Decision, subject_of
from programme.reach import rows_within_reach
from programme.viewsets import RecordView, RecordViewSet, post_action

REFUSALS = (AlreadyDecided, ApproverIsAuthor)


class WaitingFirst(IndexView):
    """What waits comes first, then the latest decisions."""

    default_ordering = ("-state", "-requested_at")


class ApprovalView(RecordView):
    """One request: who asked, the decision, and the facts of what it is about."""

    template_name = "approvals/approval.html"

    def get_fields_context(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "value": value, "component": None} for label, value in history_of(self.object)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        subject = subject_of(self.object)
        decision = subject.decision if subject else None
        waiting = self.object.state == Approval.State.REQUESTED
        allowed = decision is not None and self.request.user.has_perm(decision.permission)
        context["subject_label"] = subject.label if subject else ""
        context["subject_url"] = subject.address(self.object) if subject else ""
        context["facts"] = subject.facts(self.object) if subject else ()
        context["is_own"] = waiting and self.object.author_id == self.request.user.pk
        context["may_decide"] = waiting and allowed and not context["is_own"]
        return context


@require_POST
def approve(request: HttpRequest, pk: object) -> HttpResponse:
    """Approve what the request names."""
    approval, decision = _open(request, pk)
    return post_action(
        request,
        permission=decision.permission,
        action=lambda: decision.approve(approval=approval, by=request.user, now=timezone.now()),
        refusals=(*REFUSALS, *decision.refusals),
        done="Approved.",
        back=reverse("approvals:inspect", args=[pk]),
    )


@require_POST
def send_back(request: HttpRequest, pk: object) -> HttpResponse:
    """Send the request back with a comment."""
    approval, decision = _open(request, pk)
    comment = request.POST.get("comment", "")[:2000].replace("\x00", "")
    action = decision.send_back or services.send_back
    return post_action(
        request,
        permission=decision.permission,
        action=lambda: action(approval=approval, by=request.user, now=timezone.now(), comment=comment),
        refusals=REFUSALS,
        done="Sent back.",
        back=reverse("approvals:inspect", args=[pk]),
    )


def _open(request: HttpRequest, pk: object) -> tuple[Approval, Decision]:
    approval = get_object_or_404(rows_within_reach(request.user, Approval.objects.all()), pk=pk)
    subject = subject_of(approval)
    if subject is None or subject.decision is None:
        raise Http404("No part of this installation decides requests of this kind here.")
    return approval, subject.decision


class ApprovalViewSet(RecordViewSet):
    model = Approval
    name = "approvals"
    icon = "check"
    menu_label = "Approvals"
    menu_order = 290
    add_to_admin_menu = True
    index_view_class, inspect_view_class = WaitingFirst, ApprovalView
    list_display = ["summary", "state", "requested_at"]
    list_filter = ["state"]
    inspect_template_name = ApprovalView.template_name

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/approve/", approve, name="approve"),
            path("<uuid:pk>/send-back/", send_back, name="send_back"),
        ]
