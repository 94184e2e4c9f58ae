"""The kinds of form that ask for an agreement's particulars."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from agreements.kinds import KINDS, Kind
from agreements.particulars import keys
from agreements.particulars.contract import AUTHORISATION, OFFER, SLA
from forms.definitions.kinds import FormKind, SubmittedEvent
from forms.definitions.spec import AudienceSpec
from forms.definitions.words import KindWords

WORDS = KindWords(
    home="My organisation’s agreements",
    back_home="Back to the agreements",
    go_home="Go to the agreements",
    last_step="Check and confirm",
    check_heading="Check your answers before the agreement is made from them",
    go_to_send="Go to check and confirm",
    nothing_sent="The agreement is not out for signature yet",
    changed="The agreement is not out for signature yet. Look through the answers below as they are now.",
    may_send="If this is right, you can put the agreement out for signature.",
    declaration=(
        "By going on you confirm that these answers are right. They are printed in the agreement and "
        "cannot be changed here once it is out for signature."
    ),
    send="Put out for signature",
    newer_version=(
        "A newer version of these questions has been published since you started. You can go on with this one."
    ),
    was_sent=(
        "This agreement is out for signature already",
        "Its particulars cannot be changed any more.",
    ),
    was_deleted=(
        "These answers were deleted",
        "Start again from your organisation’s agreements if the agreement is still needed.",
    ),
    was_expired=(
        "These answers have expired",
        "They are kept for a limited time only. Start again from your organisation’s agreements.",
    ),
)


class Particulars(FormKind):
    """What all three have in common: a team fills it in, and sending it puts the agreement out for signature."""

    audiences = (AudienceSpec(keys.PARTIES, "The parties to the agreement"),)
    namespace = "particulars"
    words = WORDS
    listed = False
    shared = True
    # They ask about an organisation, never about a patient.
    safety_questions = False

    def home_url(self, draft: Any) -> str:
        return reverse("agreements:home")

    def after_submit_url(self, submission: Any) -> str:
        from agreements.models import Agreement

        # The next thing to do stands there: to name who signs.
        made = Agreement.objects.values_list("reference", flat=True).get(submission_id=submission.pk)
        return reverse("agreements:agreement", args=[made])

    def submitted(self, event: SubmittedEvent) -> None:
        # Its module needs the models, which are not loaded when kinds are registered.
        from agreements.services.preparing import put_out_for_signature

        put_out_for_signature(event)


class OfferParticulars(Particulars):
    """The particulars of an Overview and Offer Form."""

    key = KINDS[Kind.OFFER].form_kind
    label = "Particulars of the Overview and Offer Form"
    requirements = OFFER


class AuthorisationParticulars(Particulars):
    """The particulars of a Programme Authorisation Document."""

    key = KINDS[Kind.AUTHORISATION].form_kind
    label = "Particulars of the Programme Authorisation Document"
    requirements = AUTHORISATION


class SlaParticulars(Particulars):
    """The particulars of a Service Level Agreement."""

    key = KINDS[Kind.SLA].form_kind
    label = "Particulars of the Service Level Agreement"
    requirements = SLA


ALL = (OfferParticulars, AuthorisationParticulars, SlaParticulars)
