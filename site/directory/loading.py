"""Bring a programme's organisations up to date with a file: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit.trail import audited, record
from directory.models import Organisation, OrganisationSite
from directory.organisation_csv import OrganisationRow, Row, RowProblem, SiteRow
from programme.models import Programme


class LoadRefused(Exception):
    """Rows contradict each other or the directory; nothing was changed. `problems` says which lines."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(slots=True)
class LoadReport:
    """The codes of what was done, in the order of the file."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def load_organisations(
    *, programme: Programme, rows: Iterable[Row], by: object, now: datetime, fictitious: bool = False
) -> LoadReport:
    """Create, change and close organisations and sites; raise LoadRefused before anything is written.

    What the file does not name stays as it is.
    """
    organisations = [row for row in rows if isinstance(row, OrganisationRow)]
    sites = [row for row in rows if isinstance(row, SiteRow)]
    report = LoadReport()
    with audited(at=now):
        known = {one.ods_code: one for one in programme.organisations.select_related("successor")}
        problems = [*_successor_problems(organisations, known), *_site_problems(organisations, sites, known)]
        if problems:
            raise LoadRefused(sorted(problems, key=lambda problem: problem.line))
        before = {code: _state(one) for code, one in known.items()}
        for row in organisations:
            known[row.ods_code] = _write(programme, row, known.get(row.ods_code), fictitious=fictitious)
        _lead_to_successors(organisations, known)
        for row in organisations:
            _report(report, before.get(row.ods_code), known[row.ods_code], by=by)
        _write_sites(report, sites, known, by=by)
    return report


def _write(
    programme: Programme, row: OrganisationRow, current: Organisation | None, *, fictitious: bool
) -> Organisation:
    organisation = current or Organisation(programme=programme, ods_code=row.ods_code, fictitious=fictitious)
    organisation.name = row.name
    organisation.address = row.address
    organisation.postcode = row.postcode
    organisation.closed_on = row.closed_on
    organisation.status = Organisation.Status.CLOSED if row.closed_on else Organisation.Status.OPEN
    organisation.save()
    return organisation


def _lead_to_successors(rows: Iterable[OrganisationRow], known: Mapping[str, Organisation]) -> None:
    for row in rows:
        organisation = known[row.ods_code]
        successor = known[row.successor_code] if row.successor_code else None
        if organisation.successor != successor:
            organisation.successor = successor
            organisation.save(update_fields=["successor"])


def _write_sites(
    report: LoadReport, rows: Iterable[SiteRow], known: Mapping[str, Organisation], *, by: object
) -> None:
    organisations = [one.pk for one in known.values()]
    sites = {
        (site.organisation_id, site.ods_code): site
        for site in OrganisationSite.objects.filter(organisation__in=organisations)
    }
    for row in rows:
        organisation = known[row.organisation_code]
        site = sites.get((organisation.pk, row.ods_code))
        before = _state(site) if site else None
        site = site or OrganisationSite(organisation=organisation, ods_code=row.ods_code)
        site.name, site.postcode, site.is_open = row.name, row.postcode, row.is_open
        if _state(site) != before:
            site.save()
        _report(report, before, site, by=by)


def _report(
    report: LoadReport,
    before: tuple[object, ...] | None,
    row: Organisation | OrganisationSite,
    *,
    by: object,
) -> None:
    after = _state(row)
    if before == after:
        report.unchanged.append(row.ods_code)
        return
    if before is None:
        outcome, codes = "created", report.created
    elif before[0] and not after[0]:
        outcome, codes = "closed", report.closed
    else:
        outcome, codes = "changed", report.changed
    codes.append(row.ods_code)
    organisation = row if isinstance(row, Organisation) else row.organisation
    record(
        f"{row._meta.model_name}.{outcome}",
        actor=by,
        subject=row,
        programme=organisation.programme_id,
        organisation=organisation,
        detail={"ods_code": row.ods_code},
    )


def _state(row: Organisation | OrganisationSite) -> tuple[object, ...]:
    """Return what a file can change of a row; whether it is open comes first."""
    if isinstance(row, OrganisationSite):
        return (row.is_open, row.name, row.postcode)
    return (row.is_open, row.name, row.address, row.postcode, row.closed_on, row.successor_id)


def _successor_problems(
    rows: Sequence[OrganisationRow], known: Mapping[str, Organisation]
) -> Iterator[RowProblem]:
    codes = {row.ods_code for row in rows} | known.keys()
    leads_to = {code: one.successor.ods_code for code, one in known.items() if one.successor}
    leads_to |= {row.ods_code: row.successor_code for row in rows}
    for row in rows:
        if not row.successor_code:
            continue
        if row.successor_code not in codes:
            yield RowProblem(row.line, f"The successor {row.successor_code} is not known.")
        elif _comes_back(row.ods_code, leads_to):
            yield RowProblem(row.line, f"{row.ods_code} would be its own successor.")


def _comes_back(start: str, leads_to: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    code = leads_to.get(start, "")
    while code and code not in seen:
        if code == start:
            return True
        seen.add(code)
        code = leads_to.get(code, "")
    return False


def _site_problems(
    organisations: Sequence[OrganisationRow], sites: Sequence[SiteRow], known: Mapping[str, Organisation]
) -> Iterator[RowProblem]:
    codes = {row.ods_code for row in organisations} | known.keys()
    for row in sites:
        if row.organisation_code not in codes:
            yield RowProblem(row.line, f"The organisation {row.organisation_code} of this site is not known.")
