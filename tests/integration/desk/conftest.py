"""A form without patients and one with, submissions of both, and the people of a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.trail import audited
from directory.models import Organisation
from forms.definitions import kinds
from forms.definitions.kinds import FormKind
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import FormSpec, Option, StepSpec
from forms.submissions.models import Draft, Submission
from tests import builders
from tests.integration.submissions.conftest import TEAM, ExampleKind, a_field, a_version
from tests.signing_in import SignedInClient

RIGHTS = ("view_submission", "handle_submission", "export_submission")


class Enquiries(FormKind):
    """A kind without patients."""

    key = "enquiry"
    label = "Enquiry"
    audiences = (TEAM,)
    holds_patients = False


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    for kind in (Enquiries(), ExampleKind()):
        kinds.register(kind)
    cache.clear()
    yield
    for key in ("enquiry", "example"):
        del kinds._kinds[key]


def a_form(programme: Any, kind: str, slug: str) -> Form:
    return Form.objects.create(programme=programme, kind=kind, slug=slug, title=slug.title(), live=True)


def the_spec(kind: str, **values: Any) -> FormSpec:
    steps = (
        StepSpec("who", "Who you are", fields=(
            a_field("name", "short_text", label="Name"),
            a_field("number", "health_number", label="Number", required=False),
        )),
        StepSpec("what", "What it is about", fields=(
            a_field("topic", "radios", label="Topic", options=(Option("dose", "Dosing"), Option("other", "Else"))),
            a_field("when", "date", label="Since when", required=False),
        )),
    )  # fmt: skip
    return FormSpec(
        **{"kind": kind, "title": kind.title(), "steps": steps, "audiences": (TEAM,), "routes": (), **values}
    )


@pytest.fixture
def today() -> datetime:
    """The real time: pages read the clock themselves."""
    return timezone.now()


@pytest.fixture
def enquiries(programme: Any, member: User, now: datetime) -> FormVersion:
    return a_version(a_form(programme, "enquiry", "enquiries"), the_spec("enquiry"), by=member, now=now)


@pytest.fixture
def registrations(programme: Any, member: User, now: datetime) -> FormVersion:
    return a_version(a_form(programme, "example", "registrations"), the_spec("example"), by=member, now=now)


Submit = Callable[..., Submission]


def a_submission(
    version: FormVersion, organisation: Organisation, by: User, *, at: datetime, number: int, **values: Any
) -> Submission:
    """Store a submission as sending one would, without its documents."""
    answers = values.pop("answers", {"name": f"Ada {number}", "topic": "dose"})
    draft = Draft.objects.create(
        programme_id=organisation.programme_id, organisation=organisation, owner=by, form_version=version,
        state=Draft.State.SUBMITTED, created_at=at - timedelta(minutes=9), updated_at=at,
        expires_at=at + timedelta(days=28),
    )  # fmt: skip
    submission = Submission(
        **{
            "draft": draft,
            "reference": f"EC-{number:04d}-TEST-X",
            "programme_id": organisation.programme_id,
            "organisation": organisation,
            "form_version": version,
            "submitted_by": by,
            "submitted_at": at,
            "outcome": Submission.Outcome.DELIVERED,
            "settled_at": at,
            "notified_at": at,
            **values,
        }
    )
    submission.answers = answers
    submission.save(force_insert=True)
    return submission


@pytest.fixture
def submit(organisation: Organisation, member: User, today: datetime) -> Submit:
    numbers = iter(range(1, 10_000))

    def make(version: FormVersion, **values: Any) -> Submission:
        number = next(numbers)
        at = values.pop("at", today - timedelta(days=1) + timedelta(seconds=number))
        place, by = values.pop("organisation", organisation), values.pop("by", member)
        return a_submission(version, place, by, at=at, number=number, **values)

    return make


def with_rights(person: User, *names: str) -> User:
    wanted = Permission.objects.filter(codename__in=("access_admin", *names))
    person.user_permissions.add(*wanted)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def clerk(programme: Any) -> User:
    """Somebody of the desk who reads no answers."""
    person = builders.a_user(email="clerk@programme.invalid", name="Cleo Clerk", is_staff=True)
    return with_rights(person, *RIGHTS)


@pytest.fixture
def reader(programme: Any) -> User:
    """Somebody of the desk who may read what holds no patients."""
    person = builders.a_user(email="reader@programme.invalid", name="Rita Reader", is_staff=True)
    return with_rights(person, *RIGHTS, "read_answers")


@pytest.fixture
def nurse(member: User) -> User:
    """A member of the organisation who works on the desk too."""
    member.is_staff = True
    member.save()
    return with_rights(member, *RIGHTS)


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    def signed_in(person: User) -> Client:
        client = SignedInClient()
        client.force_login(person)
        return client

    return signed_in


def undone(change: Callable[[], object], *, at: datetime) -> None:
    """Carry a change out in a transaction that then fails."""
    with pytest.raises(RuntimeError):
        _fail_after(change, at)


def _fail_after(change: Callable[[], object], at: datetime) -> None:
    with audited(at=at):
        change()
        raise RuntimeError


@pytest.fixture
def elsewhere(programme: Any, now: datetime) -> Organisation:
    return builders.an_organisation(programme, ods_code="ZZ009", name="Marram Coast Hospitals NHS Trust")
