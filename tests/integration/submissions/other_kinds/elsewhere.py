"""A kind of another floor: its words, its pages and its form."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from forms.definitions.kinds import FormKind, SubmissionRefused
from forms.definitions.spec import AudienceSpec, Disclosure, FieldSpec, FormSpec, StepSpec
from forms.definitions.words import KindWords
from forms.submissions.models import Submission
from forms.submissions.services import (
    save_step,
)

SHARED = (Disclosure("parties", "share", "contract"),)
WORDS = KindWords(
    home="Agreements",
    back_home="Back to the checklist",
    go_home="Go to the checklist",
    last_step="Check and put out for signature",
    check_heading="Check the particulars",
    go_to_send="Go to the end",
    nothing_sent="Nothing has gone out yet",
    changed="Look through it again.",
    may_send="You can go on if this is right.",
    declaration="The authorised signatory reads this next.",
    send="Put out for signature",
    come_back="Stop for now",
    saved="The particulars are kept until {until}.",
    newer_version="The form is newer than this draft.",
    was_sent=("It is out for signature", "It is with the signatory."),
    was_deleted=("The particulars were deleted", "Begin again on the checklist."),
    was_expired=("The particulars have expired", "Begin again."),
)


class Elsewhere(FormKind):
    """A form of another floor: one audience, no routes, no patients."""

    key = "elsewhere"
    label = "Elsewhere"
    audiences = (AudienceSpec("parties", "The parties"),)
    namespace = "elsewhere"
    words = WORDS
    listed = False
    shared = True
    safety_questions = False

    def __init__(self):
        self.events = []

    def home_url(self, draft):
        return f"{reverse('elsewhere:home')}?of={draft.organisation_id}"

    def after_submit_url(self, submission):
        return f"{reverse('elsewhere:home')}?reference={submission.reference}"

    def submitted(self, event):
        assert Submission.objects.get(pk=event.submission_id).draft_id == event.draft_id
        self.events.append(event)
        if event.answers["name"] == "Refuse me":
            raise SubmissionRefused("The text of the agreement was withdrawn. Ask the programme office.")


def the_spec(**values):
    fields = (
        FieldSpec("name", "short_text", "Name", disclosures=SHARED),
        FieldSpec("remarks", "long_text", "Remarks", required=False, disclosures=SHARED),
    )
    steps = (
        StepSpec("first", "First page", fields=fields[:1]),
        StepSpec("second", "Second page", fields=fields[1:]),
    )
    return FormSpec(
        **{
            "kind": "elsewhere",
            "title": "Particulars",
            "steps": steps,
            "audiences": Elsewhere.audiences,
            **values,
        }
    )


def completed(draft, by, name="Ada"):
    for key, answers in (("first", {"name": name}), ("second", {})):
        save_step(
            draft=draft, step_key=key, answers=answers, by=by, revision=draft.revision, now=timezone.now()
        )
    return draft


def url(name, draft, *more, namespace="elsewhere"):
    return reverse(f"{namespace}:{name}", args=[draft.pk, *more])


class NeverAsked:
    """A gate that must not be asked."""

    def may_send(self, **_):
        raise AssertionError("asked")

    allowed_partners = may_send
