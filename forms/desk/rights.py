"""Who may do what on the desk. Answers about patients are their own organisation's alone, whatever the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from accounts.permissions import person_of
from forms.definitions.kinds import kind_of
from forms.submissions.models import Submission
from forms.submissions.pinned import kind_of_version
from programme.models import Programme
from programme.reach import programmes_within_reach

SUBMISSIONS = ModelPermissionPolicy(Submission)
VIEW = "form_submissions.view_submission"
READ_ANSWERS = "form_desk.read_answers"
HANDLE = "form_desk.handle_submission"
EXPORT = "form_desk.export_submission"
OPERATE_LEGS = "form_routing.operate_delivery"
# Seconds.
REMEMBERED = 60


class NotAllowed(PermissionDenied):
    """This person may not do that on the desk; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose answers a person may read: those of their organisations, and of kinds without patients."""

    organisation_ids: frozenset[UUID]
    all_without_patients: bool

    def may_read(self, organisation_id: UUID | None, kind: str) -> bool:
        """Say whether the answers of a submission of a kind are for this person; its programme is within reach."""
        if organisation_id is not None and organisation_id in self.organisation_ids:
            return True
        return self.all_without_patients and not kind_of(kind).holds_patients

    @property
    def reads_something(self) -> bool:
        """Say whether there are any answers at all that the person might read."""
        return bool(self.organisation_ids) or self.all_without_patients


def reader_of(user: User) -> Reader:
    """Return whose answers a person may read on the desk."""
    return Reader(person_of(user).organisation_ids, user.is_active and user.has_perm(READ_ANSWERS))


def may_read_answers(user: User, submission: Submission) -> bool:
    """Say whether a person may read the answers of a submission."""
    own = programmes_within_reach(user).filter(pk=submission.programme_id)
    reader = reader_of(user)
    if submission.organisation_id in reader.organisation_ids:
        return True
    return reader.may_read(None, kind_of_version(submission.form_version_id).key) and own.exists()


def reads_all_of_kind(user: User, kind: str) -> bool:
    """Say whether a person may read the answers of every submission of a kind."""
    return not kind_of(kind).holds_patients and reader_of(user).all_without_patients


def require(user: User, right: str, programme_id: UUID) -> None:
    """Raise NotAllowed where a person lacks a right, or works for another programme."""
    within = user.is_active and user.has_perm(VIEW) and user.has_perm(right)
    if not within or not programmes_within_reach(user).filter(pk=programme_id).exists():
        raise NotAllowed("You do not have the right to do this in this programme.")


def may_handle(user: Any) -> bool:
    """Say whether a person may assign, tag and note."""
    return bool(user.has_perm(HANDLE))


def may_look_after(person: User, programme: Programme) -> bool:
    """Say whether a submission of a programme may be given to a person: who may see the desk there."""
    if not person.is_active or not person.has_perm(VIEW):
        return False
    return programmes_within_reach(person).filter(pk=programme.pk).exists()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may look after submissions."""

    pk: UUID
    name: str


def people_of_desk(programme: Programme) -> list[Colleague]:
    """Return who may look after a programme's submissions, by name; remembered for a minute.

    Asking costs some queries for each candidate. Whoever is chosen is asked about once more.
    """
    key = f"desk.people.{programme.pk}"
    known: list[Colleague] | None = cache.get(key)
    if known is None:
        known = _people_of_desk(programme)
        cache.set(key, known, REMEMBERED)
    return known


def _people_of_desk(programme: Programme) -> list[Colleague]:
    app, _, codename = VIEW.partition(".")
    by_group = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    own = Q(user_permissions__codename=codename, user_permissions__content_type__app_label=app)
    found = User.objects.filter(by_group | own | Q(is_superuser=True), is_active=True).distinct()
    return [Colleague(one.pk, one.name) for one in found.order_by("name") if may_look_after(one, programme)]
