"""What a trial may choose from: an organisation of the programme, its sites, and its partners of today.

No agreement is asked for: a trial sends nothing. Where the programme has nobody yet, made-up ones stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from directory.models import Organisation, Partner
from directory.services import open_sites_of
from forms.definitions.context import Choice, FormContext, OfferedFile
from forms.definitions.fields.files import NAME as FILES, allowed_kinds
from forms.definitions.spec import FieldSpec, FormSpec
from forms.submissions.surroundings import Offer
from programme.models import Programme
from rows import rows_where
from sniffing import PDF

SAMPLE = "Sample"
# More than anybody looks through: a trial needs one.
MOST_ORGANISATIONS = 50


def organisations_of(programme_id: UUID) -> list[Organisation]:
    """Return organisations as whose member a form may be tried, made-up ones first."""
    rows = Organisation.objects.filter(programme_id=programme_id, status=Organisation.Status.OPEN)
    return list(rows.order_by("-fictitious", "name")[:MOST_ORGANISATIONS])


def organisation_or_sample(organisation: Organisation | None, programme: Programme) -> Organisation:
    """Return the organisation, or one that is stored nowhere."""
    if organisation is not None:
        return organisation
    return Organisation(
        id=uuid5(programme.pk, "organisation"),
        programme=programme,
        name=f"{SAMPLE} hospitals",
        ods_code="ZZ000",
        fictitious=True,
    )


def offer_of(spec: FormSpec, programme: Programme, on: date) -> Offer:
    """Return every partner of today, each of which a trial may choose, and one for each kind that has none."""
    today = [one for one in rows_where(Partner, "programme", programme.pk) if one.available_on(on)]
    desks = tuple(one for one in today if one.role == Partner.Role.DESK)
    partners = [one for one in today if one.role not in (Partner.Role.SPONSOR, Partner.Role.DESK)]
    here = {one.role for one in partners}
    partners += [_sample_partner(role, programme) for role in _roles_of(spec) if role not in here]
    offered = tuple(sorted(partners, key=lambda one: (one.role, one.name)))
    return Offer(partners=offered, allowed=offered, desks=desks)


def context_of_trial(*, spec: FormSpec, organisation: Organisation, offer: Offer, today: date) -> FormContext:
    """Return what surrounds the questions of a trial. Only made-up patients are taken, whatever the site takes."""
    return FormContext(
        today=today,
        organisations=(Choice(str(organisation.pk), str(organisation)),),
        sites=tuple(_sites(organisation)),
        partners=tuple(Choice(str(one.pk), one.name, group=one.role) for one in offer.allowed),
        files=tuple(sample_file(field) for field in spec.fields() if field.type == FILES),
        synthetic_patients_only=True,
    )


def sample_file(field: FieldSpec) -> OfferedFile:
    """Return what stands for any file that is uploaded in a trial: its bytes are nowhere."""
    kind = next(iter(allowed_kinds(field)), PDF)
    return OfferedFile(
        id=str(uuid5(NAMESPACE_OID, field.key)),
        field=field.key,
        name=f"sample.{kind.extensions[0]}",
        media_type=kind.media_type,
        size=48_000,
        sha256="0" * 64,
    )


def _sites(organisation: Organisation) -> Iterator[Choice]:
    group = str(organisation.pk)
    found = () if organisation._state.adding else open_sites_of(organisation.pk)
    for site in found:
        yield Choice(str(site.pk), str(site), group=group)
    if not found:
        yield Choice(str(uuid5(organisation.pk, "site")), f"{SAMPLE} general hospital", group=group)


def _roles_of(spec: FormSpec) -> Iterable[str]:
    asked = [str(field.settings.get("role", "")) for field in spec.fields()]
    offered = [option.partner_role for field in spec.fields() for option in field.options]
    wanted = dict.fromkeys([*asked, *offered, *(route.role for route in spec.routes)])
    return [role for role in wanted if role in Partner.Role.values and role != Partner.Role.SPONSOR]


def _sample_partner(role: str, programme: Programme) -> Partner:
    """Return a partner that is stored nowhere, so that nothing could be sent to it."""
    name = f"{SAMPLE} {Partner.Role(role).label.lower()}"
    return Partner(
        id=uuid5(programme.pk, role), programme=programme, role=role, code=f"sample-{role}", name=name
    )
