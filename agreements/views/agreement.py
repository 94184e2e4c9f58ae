"""One agreement's page: how it stands, whose turn it is, what happened, and what this person may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.evidence.timeline import timeline_of
from agreements.models import OPEN_STAGES, Agreement
from agreements.next_steps import Actor, next_step, state_of
from agreements.particulars.kinds import Particulars
from agreements.presenting.facts import facts_of
from agreements.readiness import LEFT_OUT, Held
from agreements.rights import agreements_visible_to, manages, may_act_for, prepares
from agreements.services.closing import withdraw
from agreements.services.following import amend, renew
from agreements.services.preparing import begin_particulars
from agreements.services.reminding import NobodyToRemind, may_be_reminded, remind
from agreements.signing.models import Party, SigningRequest
from agreements.standing import IN_FORCE, Standing, standing_of
from agreements.views.access import back_to, explained, private, signed_in, visible_agreement
from agreements.views.forms import ReasonForm
from forms.submissions.addresses import draft_url

Stage = Agreement.Stage


@dataclass(frozen=True, slots=True)
class Actions:
    """What the person may do with the agreement now."""

    prepare: bool = False
    name_signatory: bool = False
    sign: SigningRequest | None = None
    countersign: bool = False
    remind: bool = False
    withdraw: bool = False
    renew: bool = False
    # Where it ends soon, renewing it is what to do next.
    renew_now: bool = False


@private
@require_safe
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an agreement to those who may read it."""
    found = visible_agreement(request, reference)
    if found.reference != reference:
        return redirect("agreements:agreement", found.reference)
    now = timezone.now()
    standing = standing_of(found, timezone.localdate(now))
    state = state_of(found, standing, now=now)
    asked = found.requests.select_related("person").filter(state=SigningRequest.State.OPEN).first()
    context = {
        "agreement": found,
        "standing": state.label,
        "tag": state.tag,
        "next_step": _next(found, standing, asked, now),
        "facts": facts_of(found, timezone.localdate(now)),
        "asked": asked,
        "actions": _actions(request, found, asked),
        "timeline": timeline_of(found),
        "documents": _documents(found),
        "children": _children(request, found, now),
    }
    return render(request, "agreements/agreement.html", context)


def _children(request: HttpRequest, found: Agreement, now: datetime) -> list[tuple[Agreement, str]]:
    """Return what follows it and how that stands, if this person may read it: a draft is the hospital's own."""
    mine = agreements_visible_to(request.user).filter(parent=found).defer(*LEFT_OUT).order_by("-issued_at")
    today = timezone.localdate(now)
    return [(one, state_of(one, standing_of(one, today), now=now).label) for one in mine]


def _next(found: Agreement, standing: Standing, asked: SigningRequest | None, now: datetime) -> str:
    """Say whose turn it is; nothing where it is nobody's, or where the agreement came to nothing."""
    if found.closed_reason:
        return ""
    step = next_step(Held(found, standing, asked is not None), now=now)
    return "" if step.actor == Actor.NOBODY else step.sentence


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin, go on with, or take over the particulars; who comes here by a link sees the agreement first."""
    found = visible_agreement(request, reference)
    if request.method != "POST":
        return back_to(found)
    draft = begin_particulars(agreement=found, by=signed_in(request), now=timezone.now())
    return redirect(draft_url("resume", draft.pk, Particulars.namespace))


@private
@explained
@require_POST
def send_reminder(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind whoever is to sign."""
    found = visible_agreement(request, reference)
    try:
        remind(agreement=found, by=signed_in(request), now=timezone.now())
        messages.success(request, "A reminder is on its way.")
    except NobodyToRemind as refusal:
        messages.warning(request, str(refusal))
    return back_to(found)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an agreement before both have signed, with a reason."""
    found = visible_agreement(request, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        withdraw(
            agreement=found, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        )
        messages.success(request, f"{found.reference} was withdrawn.")
        return back_to(found)
    context = {
        "agreement": found,
        "form": form,
        "title": f"Withdraw {found.reference}",
        "lead": "Nobody can sign it after that. You can start a new one from the checklist.",
        "button": "Withdraw",
    }
    return render(request, "agreements/reason.html", context, status=422 if form.is_bound else 200)


@private
@explained
@require_POST
def follow(request: HttpRequest, reference: str, how: str) -> HttpResponse:
    """Start the renewal or the amendment of an agreement."""
    found = visible_agreement(request, reference)
    service: Callable[..., Agreement] = renew if how == "renew" else amend
    new = service(agreement=found, by=signed_in(request), now=timezone.now())
    return redirect("agreements:agreement", new.reference)


def _actions(request: HttpRequest, found: Agreement, asked: SigningRequest | None) -> Actions:
    user = signed_in(request)
    of_team = prepares(user, found.organisation)
    may_lead = of_team or manages(user)
    standing = standing_of(found, timezone.localdate())
    mine = asked if asked is not None and asked.person_id == user.pk else None
    # Of what is the team's own turn the programme office reminds it.
    teams_turn = may_be_reminded(found, asked=False)
    renewable = may_lead and standing in IN_FORCE and found.organisation.is_open and not _followed(found)
    return Actions(
        prepare=of_team and found.stage == Stage.DRAFT,
        name_signatory=may_lead and found.stage == Stage.OUT,
        sign=mine,
        countersign=found.stage == Stage.SIGNED
        and mine is None
        and may_act_for(user, found, Party.COUNTERPARTY),
        remind=may_lead and mine is None and (asked is not None or (teams_turn and not of_team)),
        withdraw=may_lead and found.stage in (Stage.DRAFT, Stage.OUT, Stage.SIGNED),
        renew=renewable,
        renew_now=renewable and standing == Standing.EXPIRING,
    )


def _followed(found: Agreement) -> bool:
    """Say whether another agreement about the same is on its way, or takes this one's place on a day."""
    slot = Agreement.objects.filter(
        organisation=found.organisation_id, kind=found.kind, partner=found.partner_id, stage__in=OPEN_STAGES
    )
    return found.superseded_on is not None or slot.exists()


def _documents(found: Agreement) -> dict[str, Any]:
    complete = found.stage == Stage.COMPLETE
    return {
        "sealed": complete and found.sealed_copy_id is not None,
        "reading": found.reading_copy_id is not None and not complete,
        "text": bool(found.presented_sha256),
        "on_paper": found.medium == Agreement.Medium.PAPER,
    }
