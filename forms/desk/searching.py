"""Find submissions by reference or by exact identifier, through the keyed hash that they are stored with."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.permissions import metadata_of
from forms.definitions.kinds import all_kinds
from forms.desk.rights import Reader, reader_of
from forms.desk.versions import Version
from forms.submissions.duplicates import identity_index
from forms.submissions.models import Submission
from forms.submissions.reference import InvalidReference, parse_reference

LONGEST_TYPED = 60
MOST_FOUND = 50


def meant_by(typed: str, *, programme_id: UUID, user: User) -> Q:
    """Return what a typed text selects; empty when it can be neither a reference nor an identifier."""
    typed = typed[:LONGEST_TYPED].strip()
    try:
        return Q(reference=parse_reference(typed))
    except InvalidReference:
        pass
    identities = {one for kind in all_kinds() if kind.listed for one in kind.identities_of(typed)}
    indexes = [identity_index(identity, programme_id=programme_id) for identity in sorted(identities)]
    return Q(identity_index__in=indexes) & _readable(reader_of(user)) if indexes else Q()


def found(meant: Q, *, programme_id: UUID, versions: Mapping[UUID, Version]) -> list[UUID]:
    """Return the keys of what a search selects, the newest first; one query."""
    if not meant:
        return []
    elsewhere = [one.id for one in versions.values() if not one.listed]
    rows = metadata_of(Submission).filter(meant, programme=programme_id).exclude(form_version__in=elsewhere)
    return list(rows.order_by("-submitted_at", "-pk").values_list("pk", flat=True)[:MOST_FOUND])


def _readable(reader: Reader) -> Q:
    """Select whose answers the person may read: that somebody is registered is an answer too."""
    allowed = Q(organisation__in=reader.organisation_ids)
    if reader.all_without_patients:
        without = [kind.key for kind in all_kinds() if not kind.holds_patients]
        allowed |= Q(form_version__form__kind__in=without)
    return allowed
