"""Tell the stories of the demo's agreements through the services that all use: one ready, one half signed…"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.client import Client
from accounts.models import User
from accounts.second_factor import Authentication
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.presenting.page import page_of
from agreements.services.attesting import PaperFacts, attest_paper, confirm
from agreements.services.following import amend
from agreements.services.issuing import issue
from agreements.services.links import open_as_nominated
from agreements.services.preparing import begin_particulars
from agreements.services.sealing import seal
from agreements.services.signatories import claim, name_signatory
from agreements.services.signing import confirm_authority, consent, note_read, sign
from agreements.signing.evidence import SignatureGiven
from agreements.signing.models import Notice, SigningRequest
from agreements.terms import add_months
from agreements.texts.services import text_in_force
from content.loading.paper import paper_scan
from content.loading.report import Report
from directory.models import Organisation, Partner
from forms.documents.services import render_document
from forms.submissions.pinned import pinned_spec
from forms.submissions.services import save_step, submit
from programme.models import Programme

CLIENT = Client(ip="192.0.2.1", user_agent="The demo’s loading", request_id="demo")
DRAFT, OUT, SIGNED, COMPLETE = "draft", "out", "signed", "complete"


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts in a story."""

    programme: Programme
    answers: Mapping[str, Mapping[str, Any]]
    office: User
    second_office: User


def load_demo_agreements(
    data: Mapping[str, Any], *, programme: Programme, now: datetime, report: Report
) -> None:
    """Make the agreements that are missing, each in transactions of its own: sealing is no part of one."""
    cast = _Cast(
        programme=programme,
        answers=data["agreement_answers"],
        office=_person(data["destination_proposed_by"]),
        second_office=_person(data["destination_approved_by"]),
    )
    for story in data["agreements"]:
        organisation = Organisation.objects.get(programme=programme, ods_code=story["organisation"])
        partner = Partner.objects.get(programme=programme, code=story["partner"])
        amending = bool(story.get("amendment"))
        there = Agreement.objects.filter(organisation=organisation, kind=story["kind"], partner=partner)
        missing = there.count() <= int(amending)
        if missing:
            tell = _paper if story.get("paper") else _amendment if amending else _signed
            tell(story, organisation, partner, cast, now)
        report.note(f"demo agreement {Kind(story['kind']).label} of {organisation}", created=missing)
    # What happened long ago is no news to anybody.
    past = Notice.objects.filter(created_at__lt=now - timedelta(days=1), sent_at__isnull=True)
    past.update(dropped_at=now, tokens_sealed=b"")


def _signed(
    story: Mapping[str, Any], organisation: Organisation, partner: Partner, cast: _Cast, now: datetime
) -> None:
    at = _moment(story, organisation, now)
    team = _person(story["team"])
    agreement = issue(organisation=organisation, kind=story["kind"], partner=partner, by=team, now=at)
    _go_on(agreement, story, cast, at)


def _amendment(
    story: Mapping[str, Any], organisation: Organisation, partner: Partner, cast: _Cast, now: datetime
) -> None:
    at = _moment(story, organisation, now)
    before = Agreement.objects.get(organisation=organisation, kind=story["kind"], partner=partner)
    agreement = amend(agreement=before, by=_person(story["team"]), now=at)
    _go_on(agreement, story, cast, at)


def _go_on(agreement: Agreement, story: Mapping[str, Any], cast: _Cast, at: datetime) -> None:
    """Take an agreement as far as its story says."""
    reach, team = story.get("reach", COMPLETE), _person(story["team"])
    if reach == DRAFT:
        return
    _prepare(agreement, team, cast.answers[agreement.kind], at)
    signatory = _person(story.get("signatory", story["team"]))
    request = name_signatory(
        agreement=agreement,
        name=signatory.name,
        job_title=signatory.job_title,
        email=signatory.email,
        by=team,
        now=at,
    )
    if reach == OUT:
        return
    _sign(open_as_nominated(request=request, by=signatory, authentication=_proved(at), now=at), signatory, at)
    if reach == SIGNED:
        return
    agreement.refresh_from_db()
    countersigner = _person(story["countersigner"])
    _sign(claim(agreement=agreement, by=countersigner, authentication=_proved(at), now=at), countersigner, at)
    seal(agreement_id=agreement.pk, now=at)


def _prepare(agreement: Agreement, team: User, answers: Mapping[str, Any], at: datetime) -> None:
    draft = begin_particulars(agreement=agreement, by=team, now=at)
    for step in pinned_spec(draft.form_version_id).steps:
        given = {field.key: answers[field.key] for field in step.fields if field.key in answers}
        draft = save_step(
            draft=draft,
            step_key=step.key,
            answers=given,
            by=team,
            revision=draft.revision,
            now=at,
            complete=True,
        )
    submit(draft=draft, by=team, revision=draft.revision, now=at)
    agreement.refresh_from_db()


def _sign(request: SigningRequest, by: User, at: datetime) -> None:
    agreement = Agreement.objects.get(pk=request.agreement_id)
    if agreement.reading_copy_id is not None:
        render_document(document_id=agreement.reading_copy_id, now=at)
    page = page_of(agreement).sha256
    note_read(request=request, by=by, page_sha256=page, now=at)
    confirm_authority(request=request, basis="office", detail="", by=by, now=at)
    consent(request=request, by=by, now=at)
    sign(
        request=request,
        given=SignatureGiven(by.name, by.job_title, page, page),
        by=by,
        client=CLIENT,
        authentication=_proved(at),
        now=at,
    )


def _proved(at: datetime) -> Authentication:
    return Authentication(at, at, "password and TOTP", "demo", "0" * 64)


def _paper(
    story: Mapping[str, Any], organisation: Organisation, partner: Partner, cast: _Cast, now: datetime
) -> None:
    signed_on = now.date() - timedelta(days=story["days_ago"])
    attested = attest_paper(
        organisation=organisation,
        kind=story["kind"],
        partner=partner,
        scan=paper_scan(organisation, partner, Kind(story["kind"]), signed_on),
        facts=PaperFacts(
            signed_on=signed_on,
            effective_on=signed_on,
            expires_on=add_months(signed_on, story["months"]),
            signed_by=story["signed_by"],
        ),
        by=cast.office,
        now=now,
    )
    confirm(agreement=attested, by=cast.second_office, now=now)


def _moment(story: Mapping[str, Any], organisation: Organisation, now: datetime) -> datetime:
    """Return when a story's agreement was signed: so many days ago, or so that it ends in so many days."""
    ends_in = story.get("ends_in_days")
    if ends_in is None:
        return now - timedelta(days=story["days_ago"])
    text = text_in_force(programme_id=organisation.programme_id, kind=story["kind"])
    months = text.term_months if text else None
    begun: date = add_months(now.date() + timedelta(days=ends_in + 1), -(months or 0))
    return now - (now.date() - begun)


def _person(email: str) -> User:
    return User.objects.get(email=email)
