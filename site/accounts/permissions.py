"""The one place that decides who may see patient data.

A model that holds patient data says in `patient_data_scope` how its rows lead to an organisation,
a partner or an owner. Views, admin, files and tasks start every such query from `visible_to`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import Membership, MembershipRole
from rows import row_of, rows_where

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Scope:
    """The lookups that lead from a row to who may see it; an empty one leads nobody there.

    With `owner`, only that person sees the row, and only while a member of its organisation.
    """

    organisation: str = ""
    partner: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person as the permission rules see one: who, and a member of what today.

    The signing ids hold every place; the others leave out those where the person signs agreements only.
    """

    user_id: UUID
    organisation_ids: frozenset[UUID]
    partner_ids: frozenset[UUID]
    signing_organisation_ids: frozenset[UUID] = frozenset()
    signing_partner_ids: frozenset[UUID] = frozenset()

    @property
    def belongs_somewhere(self) -> bool:
        """Say whether the person has any place at all today."""
        return bool(self.signing_organisation_ids or self.signing_partner_ids)

    @property
    def only_signs(self) -> bool:
        """Say whether every place of the person is for signing agreements, so that no patient is theirs."""
        return self.belongs_somewhere and not (self.organisation_ids or self.partner_ids)


class HoldsPatientData(Protocol):
    """A model whose rows hold patient data."""

    patient_data_scope: Scope


M = TypeVar("M", bound=models.Model)
NOBODY = Person(UUID(int=0), frozenset(), frozenset())


def person_of(user: User | AnonymousUser) -> Person:
    """Return what `user` belongs to now; one query, remembered on the user object of the request."""
    if user.is_anonymous or not user.is_active:
        return NOBODY
    known = getattr(user, "_person", None)
    if isinstance(known, Person):
        return known
    current = [place for place in rows_where(Membership, "user", user.pk) if place.ended_at is None]
    caring = [place for place in current if place.role != MembershipRole.SIGNATORY]
    person = Person(
        user_id=user.pk,
        organisation_ids=_organisations_of(caring),
        partner_ids=_partners_of(caring),
        signing_organisation_ids=_organisations_of(current),
        signing_partner_ids=_partners_of(current),
    )
    user._person = person  # type: ignore[attr-defined]
    return person


def _organisations_of(places: list[Membership]) -> frozenset[UUID]:
    # Either column may be empty: the stubs take a foreign key's values for always present.
    ids: list[UUID | None] = [place.organisation_id for place in places]
    return frozenset(one for one in ids if one is not None)


def _partners_of(places: list[Membership]) -> frozenset[UUID]:
    ids: list[UUID | None] = [place.partner_id for place in places]
    return frozenset(one for one in ids if one is not None)


def visible_to(person: Person, model: type[M]) -> models.QuerySet[M]:
    """Return the rows of a patient-data model that `person` may see: default none."""
    scope: Scope = model.patient_data_scope  # type: ignore[attr-defined]
    rows: models.QuerySet[M] = model._default_manager.all()
    if scope.owner:
        return rows.filter(
            **{scope.owner: person.user_id, f"{scope.organisation}__in": person.organisation_ids}
        )
    allowed = Q(pk__in=())
    if scope.organisation and person.organisation_ids:
        allowed |= Q(**{f"{scope.organisation}__in": person.organisation_ids})
    if scope.partner and person.partner_ids:
        allowed |= Q(**{f"{scope.partner}__in": person.partner_ids})
    return rows.filter(allowed)


def visible_row(person: Person, model: type[M], pk: object) -> M | None:
    """Return the row with this primary key if `visible_to` would hold it, else None.

    An owner's row is found by its key alone and its columns are checked here: every page of a form asks
    for one.
    """
    scope: Scope = model.patient_data_scope  # type: ignore[attr-defined]
    if not scope.owner:
        return next(iter(visible_to(person, model).filter(pk=pk)), None)
    row = row_of(model, pk)
    if row is None or getattr(row, f"{scope.owner}_id") != person.user_id:
        return None
    return row if getattr(row, f"{scope.organisation}_id") in person.organisation_ids else None


def metadata_of(model: type[M]) -> models.QuerySet[M]:
    """Return all rows with their sealed columns left in the database: states, times and references.

    For screens of people who operate the system and have no right to patient data; whether they may
    open such a screen is the screen's own permission.
    """
    sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)]
    return model._default_manager.defer(*sealed)


def may_see_patient_data(person: Person, row: Any) -> bool:
    """Say whether `person` may see the patient data of this row."""
    return visible_to(person, type(row)).filter(pk=row.pk).exists()
