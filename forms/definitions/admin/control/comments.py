"""Remarks about a form, question by question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from forms.definitions.admin.control.base import FormPage, OfForm
from forms.definitions.control.comments import (
    CommentRefused,
    add_comment,
    question_labels,
    reopen_comment,
    resolve_comment,
)

ACTIONS = {"resolve": resolve_comment, "reopen": reopen_comment}


class Comments(FormPage):
    """The remarks by question, open ones first; a new one is written here."""

    template_name = "definitions/admin/comments.html"

    def get_page_title(self) -> str:
        return "Comments"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            add_comment(
                form=self.form_record,
                text=request.POST.get("text", ""),
                field_key=request.POST.get("question", ""),
                by=self.person,
                now=timezone.now(),
            )
        except CommentRefused as refusal:
            context = self.get_context_data(refused=str(refusal), typed=request.POST)
            return self.render_to_response(context, status=422)
        messages.success(request, "The comment is kept.")
        return self.back("comments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = question_labels(self.form_record)
        rows = list(self.form_record.comments.select_related("written_by", "resolved_by"))
        listed = [(one, labels.get(one.field_key, one.field_key)) for one in rows]
        order = list(labels)
        place = {key: number for number, key in enumerate(order, start=1)}
        listed.sort(key=lambda pair: (pair[0].resolved_at is not None, place.get(pair[0].field_key, 0)))
        return {
            **super().get_context_data(**kwargs),
            "comments": [{"comment": one, "question": label} for one, label in listed],
            "labels": labels.items(),
            "open": sum(one.resolved_at is None for one in rows),
        }


class SettleComment(OfForm, View):
    """Resolve a remark, or open it again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, comment: Any, action: str) -> HttpResponse:
        found = get_object_or_404(self.form_record.comments, pk=comment)
        ACTIONS[action](comment=found, by=self.person, now=timezone.now())
        return self.back("comments")
