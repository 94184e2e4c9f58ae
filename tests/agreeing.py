"""Bring agreements to any point of their life in one line, through the services that the product uses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.client import Client
from accounts.models import Membership, User
from accounts.second_factor import Authentication
from agreements.kinds import Kind
from agreements.models import Agreement, AgreementText, Signature, SigningRequest, TextVersion
from agreements.presenting.page import page_of
from agreements.services.issuing import issue
from agreements.services.links import open_as_nominated
from agreements.services.preparing import begin_particulars
from agreements.services.sealing import seal
from agreements.services.signatories import claim, name_signatory
from agreements.services.signing import confirm_authority, consent, note_read, sign
from agreements.signing.evidence import SignatureGiven
from agreements.texts.services import approve_text, propose, save_text_draft
from content.loading.form import unsaved_form
from directory.models import Organisation, Partner
from forms.definitions.fields import field_type
from forms.definitions.services import save_draft
from forms.definitions.spec import FieldSpec, FormSpec
from forms.documents.services import render_document
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned_spec
from forms.submissions.services import save_step, submit
from programme.models import Programme
from tests import builders
from tests.programme_data import PROGRAMME
from tests.two_approvers import publish_with_both

FOLDER = Path(settings.BASE_DIR) / "content" / "programmes" / PROGRAMME / "agreements"
CLIENT = Client(ip="192.0.2.10", user_agent="A browser of the tests", request_id="0" * 32)
ROLES = {Kind.OFFER: "sponsor", Kind.AUTHORISATION: "nurse", Kind.SLA: "homecare"}


@dataclass(frozen=True, slots=True)
class Parties:
    """An organisation, its counterparties, and the people who act for them."""

    programme: Programme
    organisation: Organisation
    sponsor: Partner
    nurse: Partner
    homecare: Partner
    preparer: User
    signatory: User
    office: User
    second_office: User
    countersigners: dict[str, User]

    def partner(self, kind: str) -> Partner:
        """Return who makes this kind of agreement with the organisation."""
        partner: Partner = getattr(self, ROLES[Kind(kind)])
        return partner


def parties(programme: Programme, *, now: datetime) -> Parties:
    """Make everybody who takes part, with destinations for the partners."""
    organisation = builders.an_organisation(programme)
    made = {role: builders.a_partner(programme, role=role, code=f"{role}-one") for role in ROLES.values()}
    for partner in made.values():
        builders.a_destination(partner, now=now)
    countersigners = {}
    for role, partner in made.items():
        countersigners[role] = builders.a_user(email=f"counter@{role}.invalid", name=f"Cory {role.title()}")
        Membership.objects.create(user=countersigners[role], partner=partner, started_at=now)
    signatory = builders.a_user(email="signatory@harbour.invalid", name="Sia Signatory")
    Membership.objects.create(user=signatory, organisation=organisation, role="signatory", started_at=now)
    return Parties(
        programme=programme,
        organisation=organisation,
        sponsor=made["sponsor"],
        nurse=made["nurse"],
        homecare=made["homecare"],
        preparer=builders.a_member(organisation, now=now, email="preparer@harbour.invalid"),
        signatory=signatory,
        office=an_administrator("office@programme.invalid"),
        second_office=an_administrator("second@programme.invalid"),
        countersigners=countersigners,
    )


def an_administrator(email: str) -> User:
    """Make a person of the programme office."""
    return User.objects.create_superuser(email, name=f"Office {email[:3]}")


def approved_text(
    programme: Programme, kind: str, *, author: User, approver: User, now: datetime, **values: Any
) -> TextVersion:
    """Put the sample text of a kind in force, or a further version of it."""
    data = json.loads((FOLDER / f"{kind}-text.json").read_text(encoding="utf-8"))
    text, _ = AgreementText.objects.get_or_create(programme=programme, kind=kind)
    draft = save_text_draft(
        text=text,
        title=values.pop("title", data["title"]),
        body=json.dumps(data["body"]),
        term_months=values.pop("term_months", data["term_months"]),
        what_changed=values.pop("what_changed", data["what_changed"] or "First version."),
        is_sample=data["is_sample"],
        by=author,
        now=now,
    )
    return approve_text(approval=propose(version=draft, by=author, now=now), by=approver, now=now)


def published_form(programme: Programme, kind: str, *, author: User, approver: User, now: datetime) -> None:
    """Publish the form of a kind's particulars."""
    data = json.loads((FOLDER / f"{kind}-form.json").read_text(encoding="utf-8"))
    form = unsaved_form(data, programme=programme)
    save_draft(form=form, by=author, now=now)
    publish_with_both(form=form, revision=form.latest_revision, by=approver, now=now)


def set_up(who: Parties, *, now: datetime, kinds: tuple[Kind, ...] = tuple(Kind)) -> None:
    """Put the texts in force and publish the forms."""
    for kind in kinds:
        approved_text(who.programme, kind, author=who.office, approver=who.second_office, now=now)
        published_form(who.programme, kind, author=who.office, approver=who.second_office, now=now)


def answer(field: FieldSpec, today: date) -> Any:
    """Return a stored answer that fits a field, or None where it collects nothing."""
    given: dict[str, Any] = {
        "short_text": "Neurology department",
        "long_text": "Harbour Vale General Hospital",
        "email": "ms.team@harbour.invalid",
        "phone": "+442079460018",
        "date": (today + timedelta(days=7)).isoformat(),
        "yes_no": "yes",
        "declaration": True,
        "radios": field.options[0].value if field.options else None,
        "select": field.options[0].value if field.options else None,
        "checkboxes": [field.options[0].value] if field.options else None,
    }
    return given.get(field.type) if field_type(field.type).collects else None


def answers_to(spec: FormSpec, today: date) -> dict[str, Any]:
    """Return answers to every question of a form."""
    found = {field.key: answer(field, today) for field in spec.fields()}
    return {key: value for key, value in found.items() if value is not None}


def fill(draft: Draft, *, by: User, now: datetime) -> Draft:
    """Save every page of a draft, as the wizard does."""
    spec = pinned_spec(draft.form_version_id)
    given = answers_to(spec, now.date())
    for step in spec.steps:
        own = {field.key: given[field.key] for field in step.fields if field.key in given}
        draft = save_step(
            draft=draft,
            step_key=step.key,
            answers=own,
            by=by,
            revision=draft.revision,
            now=now,
            complete=True,
        )
    return draft


def issued(who: Parties, kind: str, *, now: datetime, **values: Any) -> Agreement:
    """Start an agreement."""
    return issue(
        organisation=values.pop("organisation", who.organisation),
        kind=kind,
        partner=values.pop("partner", who.partner(kind)),
        by=values.pop("by", who.preparer),
        now=now,
        **values,
    )


def put_out(who: Parties, agreement: Agreement, *, now: datetime) -> Agreement:
    """Fill in the particulars and send them."""
    draft = begin_particulars(agreement=agreement, by=who.preparer, now=now)
    draft = fill(draft, by=who.preparer, now=now)
    submit(draft=draft, by=who.preparer, revision=draft.revision, now=now)
    agreement.refresh_from_db()
    return agreement


def asked(who: Parties, agreement: Agreement, *, now: datetime, person: User | None = None) -> SigningRequest:
    """Name the signatory and open their request."""
    person = person or who.signatory
    request = name_signatory(
        agreement=agreement,
        name=person.name,
        job_title="Chief pharmacist",
        email=person.email,
        by=who.preparer,
        now=now,
    )
    return open_as_nominated(request=request, by=person, authentication=proved(now), now=now)


def proved(at: datetime) -> Authentication:
    """Return what a person proved at a moment."""
    return Authentication(at, at, "password and TOTP", "7", "f" * 64)


def given_for(agreement: Agreement, *, name: str = "Sia Signatory") -> SignatureGiven:
    """Return a signature on the page as it is shown."""
    sha256 = page_of(agreement).sha256
    return SignatureGiven(name, "Chief pharmacist", sha256, sha256)


def made_ready(request: SigningRequest, *, by: User, now: datetime) -> SigningRequest:
    """Read, confirm the authority and consent, and have the PDF to read drawn."""
    document = request.agreement.reading_copy_id
    assert document is not None
    render_document(document_id=document, now=now)
    note_read(request=request, by=by, page_sha256=page_of(request.agreement).sha256, now=now)
    confirm_authority(request=request, basis="office", detail="", by=by, now=now)
    return consent(request=request, by=by, now=now)


def signed(request: SigningRequest, *, by: User, now: datetime) -> Signature:
    """Go the whole way of a signatory."""
    made_ready(request, by=by, now=now)
    request.agreement.refresh_from_db()
    return sign(
        request=request,
        given=given_for(request.agreement, name=by.name),
        by=by,
        client=CLIENT,
        authentication=proved(now),
        now=now,
    )


def countersigned(who: Parties, agreement: Agreement, *, now: datetime) -> Signature:
    """Have the counterparty claim and sign."""
    person = who.countersigners[ROLES[Kind(agreement.kind)]]
    request = claim(agreement=agreement, by=person, authentication=proved(now), now=now)
    return signed(request, by=person, now=now)


def in_force(who: Parties, kind: str, *, now: datetime, **values: Any) -> Agreement:
    """Bring an agreement the whole way, sealed."""
    agreement = put_out(who, issued(who, kind, now=now, **values), now=now)
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    countersigned(who, agreement, now=now)
    seal(agreement_id=agreement.pk, now=now)
    agreement.refresh_from_db()
    return agreement
