"""Forms of records whose changes are proposals, and the screens that say what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.admin.views.generic import IndexView

from labelling.services import RecordMoved, propose_addition, propose_change
from labelling.waiting import open_additions, open_changes_of
from programme.reach import programmes_within_reach
from programme.viewsets import RecordView, ServiceCreateView, ServiceEditView


class ProposeView(ServiceEditView):
    """The record's form: what is entered becomes a proposal."""

    refusals = (RecordMoved,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        propose_change(target=instance, by=by, now=now)
        return instance

    def get_success_message(self) -> str:
        return (
            "Proposed. Nothing changes until somebody else approves it, and the certified pages that show it "
            "are certified anew."
        )


class ProposeNewView(ServiceCreateView):
    """The form of a new record: what is entered becomes a proposal."""

    refusals: tuple[type[Exception], ...] = (RecordMoved,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        propose_addition(target=instance, by=by, now=now)
        return instance

    def get_success_message(self, instance: Any) -> str:
        return (
            f"Proposed. “{instance}” is there once somebody else has approved it, and the certified pages that "
            "would show it are certified anew."
        )

    def get_success_url(self) -> str:
        return reverse(self.index_url_name)


class ProposedRecords(IndexView):
    """The list of records, below those that wait to be added."""

    template_name = "labelling/records.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["additions"] = open_additions(self.model, programmes_within_reach(self.request.user))
        return context


class ProposedRecordView(RecordView):
    """One record, and the changes of it that wait."""

    template_name = "labelling/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["open_changes"] = open_changes_of(self.object)
        return context
