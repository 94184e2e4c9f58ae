"""Agreements at any point of their life, written straight into the database: the register only reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from agreements.models import OPEN_STAGES, Agreement
from agreements.signing.models import SigningRequest
from directory.models import Organisation, Partner
from programme.models import Programme
from tests import builders
from tests.signing_in import SignedInClient, with_second_factor

Stage = Agreement.Stage
_numbers = count(1)


def an_agreement(
    organisation: Organisation, partner: Partner, kind: str, *, by: User, now: datetime, **values: Any
) -> Agreement:
    """An unsaved agreement whose columns fit its stage; keyword arguments override what matters."""
    number = next(_numbers)
    stage, second = values.pop("stage", Stage.COMPLETE), values.pop("second", None)
    fitting: dict[str, Any] = {}
    if stage == Stage.COMPLETE:
        fitting = {
            "medium": Agreement.Medium.PAPER,
            "scan_sha256": f"{number:064x}",
            "attested_by": by,
            "attested_at": now,
            "confirmed_by": second or _second(),
            "confirmed_at": now,
            "completed_at": now,
            "effective_on": now.date(),
            "signed_on": now.date(),
        }
    elif stage not in OPEN_STAGES:
        fitting = {"closed_at": now}
    elif stage == Stage.ATTESTED:
        fitting = {
            "medium": Agreement.Medium.PAPER,
            "scan_sha256": f"{number:064x}",
            "attested_by": by,
            "attested_at": now,
            "effective_on": now.date(),
        }
    else:
        fitting = _on_its_way(stage, now)
    agreement = Agreement(
        **{
            "programme_id": organisation.programme_id,
            "organisation": organisation,
            "partner": partner,
            "kind": kind,
            "reference": f"EC-T-{number:05d}",
            "verification_code": f"T{number:011d}",
            "stage": stage,
            "issued_at": now,
            "issued_by": by,
            "sign_by": now.date() + timedelta(days=60),
            **fitting,
            **values,
        }
    )
    agreement.presented = {}
    return agreement


def stored(*args: Any, **values: Any) -> Agreement:
    """The same, stored."""
    agreement = an_agreement(*args, **values)
    agreement.save(force_insert=True)
    return agreement


def a_request(agreement: Agreement, *, by: User, now: datetime, **values: Any) -> SigningRequest:
    """An open request to sign for the organisation."""
    return SigningRequest.objects.create(
        **{
            "agreement": agreement,
            "party": "organisation",
            "name": "Sia Signatory",
            "job_title": "Chief pharmacist",
            "email": "sia@harbour.invalid",
            "token_sha256": f"{next(_numbers):064x}",
            "nominated_by": by,
            "created_at": now,
            **values,
        }
    )


def many(
    programme: Programme, *, organisations: int, partners: list[Partner], by: User, now: datetime
) -> None:
    """Organisations, each with an agreement per document and two that are over, in all standings."""
    there = programme.organisations.count()
    codes = [f"Q{number:04d}" for number in range(there, there + organisations)]
    made = Organisation.objects.bulk_create(
        Organisation(programme=programme, ods_code=code, name=f"Hospital {code}", fictitious=True)
        for code in codes
    )
    second, agreements = _second(), []
    for number, organisation in enumerate(made):
        for place, partner in enumerate(partners):
            kind = KIND_OF[partner.role]
            agreements.append(
                an_agreement(
                    organisation, partner, kind, by=by, now=now, second=second, **_story(number + place, now)
                )
            )
        for _ in range(2):
            agreements.append(
                an_agreement(
                    organisation,
                    partners[0],
                    KIND_OF[partners[0].role],
                    by=by,
                    now=now - timedelta(days=900),
                    second=second,
                    superseded_on=now.date(),
                )
            )
    Agreement.objects.bulk_create(agreements, batch_size=500)
    SigningRequest.objects.bulk_create(
        SigningRequest(
            agreement=one,
            party="organisation",
            name="Sia",
            email="sia@harbour.invalid",
            token_sha256=f"{next(_numbers):064x}",
            nominated_by=by,
            created_at=now,
        )
        for one in agreements
        if one.stage == Stage.OUT
    )


KIND_OF = {"sponsor": "offer", "nurse": "authorisation", "homecare": "sla"}


def _story(number: int, now: datetime) -> dict[str, Any]:
    today: date = now.date()
    return (
        {},
        {"expires_on": today + timedelta(days=400)},
        {"expires_on": today + timedelta(days=number % 90)},
        {"stage": Stage.OUT},
        {"stage": Stage.DRAFT},
        {"stage": Stage.DECLINED},
        {"effective_on": today - timedelta(days=700), "expires_on": today - timedelta(days=1)},
    )[number % 7]


def a_client(email: str, *permissions: str) -> Client:
    """A browser in which somebody with these rights is signed in."""
    user: User = with_second_factor(builders.a_user(email=email, name=email.partition("@")[0].title()))
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client = SignedInClient()
    client.force_login(user)
    client.user = user
    return client


def _on_its_way(stage: str, now: datetime) -> dict[str, Any]:
    order = ["out_at", "organisation_signed_at", "countersigned_at"]
    reached = {Stage.DRAFT: 0, Stage.OUT: 1, Stage.SIGNED: 2, Stage.COUNTERSIGNED: 3}[Stage(stage)]
    return dict.fromkeys(order[:reached], now)


def _second() -> User:
    found = User.objects.filter(email="second@rows.invalid").first()
    return found or builders.a_user(email="second@rows.invalid", name="Sam Second")
