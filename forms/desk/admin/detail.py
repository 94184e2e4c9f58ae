"""One submission: facts, deliveries, documents, answers for those who may read them, notes and its timeline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import metadata_of
from forms.desk.admin.pages import NAMESPACE, SubmissionPage
from forms.desk.models import NOTE_LENGTH, Assignment, Tag
from forms.desk.refusals import DeskRefused
from forms.desk.rights import may_read_answers, people_of_desk
from forms.desk.rows import name_of_organisation, name_of_sender
from forms.desk.services.handling import add_tag, assign, notes_for, remove_tag, write_note
from forms.desk.timeline import timeline_of
from forms.documents.models import Document
from forms.routing.legs import legs_of
from forms.submissions.models import Submission
from forms.submissions.pinned import kind_of_version
from forms.submissions.presenters import sent_sections, shown_legs
from forms.submissions.reading import note_reading
from programme.current import safety_records_of
from programme.models import SafetyRecord


class SubmissionDetail(SubmissionPage):
    """Everything about a submission that this person may know; reading its answers is noted."""

    template_name = "desk/admin/submission.html"
    http_method_names = ["get"]

    def get_page_title(self) -> str:
        return self.submission.reference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.submission
        reads = may_read_answers(self.person, one)
        documents = metadata_of(Document).filter(subject_id=one.pk).select_related("partner")
        held = Assignment.objects.filter(submission=one).select_related("assignee").first()
        context = {
            **super().get_context_data(**kwargs),
            "submission": one,
            "facts": _facts(one),
            "legs": shown_legs(legs_of(one.pk)),
            "may_open_legs": self.person.has_perm("form_routing.view_delivery"),
            "documents": list(documents.order_by("created_at", "pk")),
            "sections": sent_sections(one, file_url=self._file_url) if reads else None,
            "holds_patients": kind_of_version(one.form_version_id).holds_patients,
            "reads": reads,
            "notes": notes_for(self.person, one),
            "note_length": NOTE_LENGTH,
            "reminder": _reminder(self.request),
            "assignee": held.assignee if held else None,
            "tags": list(Tag.objects.filter(taggings__submission=one)),
            "timeline": timeline_of(one, with_reads=reads),
        }
        if context["may_handle"]:
            context["people"] = people_of_desk(self.programme)
            context["known_tags"] = list(Tag.objects.filter(programme=self.programme))
        if reads:
            note_reading(self.request, one, by=self.person, now=timezone.now())
        return context

    def _file_url(self, file: str) -> str:
        return reverse(f"{NAMESPACE}:file", args=[self.submission.pk, file])


class _Change(SubmissionPage):
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        try:
            self.change(**kwargs)
        except DeskRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done)
        return redirect(f"{NAMESPACE}:detail", pk)

    def change(self, **kwargs: Any) -> None:
        raise NotImplementedError


class AssignSubmission(_Change):
    """Let somebody look after a submission, or nobody."""

    done = "Saved who looks after it."

    def change(self, **kwargs: Any) -> None:
        asked = self.request.POST.get("assignee", "")
        offered = {str(one.pk) for one in people_of_desk(self.programme)}
        to = User.objects.filter(pk=asked).first() if asked in offered else None
        if asked and to is None:
            raise DeskRefused("This person may not see submissions of this programme. Choose somebody else.")
        assign(submission=self.submission, to=to, by=self.person, now=timezone.now())


class TagSubmission(_Change):
    """Give a submission a tag."""

    done = "The tag is added."

    def change(self, **kwargs: Any) -> None:
        name = self.request.POST.get("tag", "")
        add_tag(submission=self.submission, name=name, by=self.person, now=timezone.now())


class UntagSubmission(_Change):
    """Take a tag off a submission."""

    done = "The tag is removed."

    def change(self, **kwargs: Any) -> None:
        remove_tag(submission=self.submission, tag_id=self.kwargs["tag"], by=self.person, now=timezone.now())


class NoteSubmission(_Change):
    """Write a note about a submission."""

    done = "The note is kept."

    def change(self, **kwargs: Any) -> None:
        text = self.request.POST.get("note", "")
        write_note(submission=self.submission, text=text, by=self.person, now=timezone.now())


def _reminder(request: HttpRequest) -> str:
    """Return how professionals report an adverse event: a note asks nobody whether it tells of one."""
    statement = safety_records_of(request).get(SafetyRecord.Kind.ADVERSE_EVENTS_HCP)
    return statement.body if statement else ""


def _facts(submission: Submission) -> list[tuple[str, Any]]:
    version = submission.form_version
    facts = [
        ("Form", f"{version.form.title}, version {version.number}"),
        ("Organisation", name_of_organisation(submission)),
        ("Sent by", name_of_sender(submission)),
        ("Submitted", submission.submitted_at),
        ("Outcome", submission.get_outcome_display()),
        ("Settled", submission.settled_at),
        ("Submitter told", submission.notified_at),
    ]
    return [(label, value) for label, value in facts if value]
