"""Every version of a form: who published and approved it, what it changed, what stands on it, its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.models import User
from forms.definitions.admin.control.base import FormPage
from forms.definitions.admin.control.presenting import text_of
from forms.definitions.control.approving import waiting_publication
from forms.definitions.models import Form, FormVersion, Publication
from forms.definitions.usage import counts_of
from forms.definitions.versions import live_version, spec_of


@dataclass(frozen=True, slots=True)
class Row:
    """A version as the page lists it; `previous` is the number before, 0 for none."""

    number: int
    is_live: bool
    published_at: datetime
    published_by: str
    approved_by: str
    changes: int
    critical: int
    counts: tuple[tuple[str, str], ...]
    previous: int
    sha256: str


class Versions(FormPage):
    """The versions, the newest first."""

    template_name = "definitions/admin/versions.html"

    def get_page_title(self) -> str:
        return "Versions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "rows": rows_of(self.form_record),
            "waiting": waiting_publication(self.form_record),
            "scheduled": self.form_record.get_scheduled_revision_as_object(),
        }


class VersionText(FormPage):
    """The text of one version, to be read."""

    template_name = "definitions/admin/version_text.html"

    def get_page_title(self) -> str:
        return f"Version {self.kwargs['number']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = get_object_or_404(FormVersion, form=self.form_record, number=self.kwargs["number"])
        live = live_version(self.form_record)
        return {
            **super().get_context_data(**kwargs),
            "version": version,
            "is_live": live is not None and live.pk == version.pk,
            "text": text_of(spec_of(version)),
        }


def rows_of(form: Form) -> tuple[Row, ...]:
    """Return what the page says of each version; queries do not grow with their number."""
    versions = list(form.versions.select_related("published_by").order_by("-number"))
    found = Publication.objects.filter(version__in=versions).select_related("second_approval")
    publications = {one.version_id: one for one in found}
    decided = (one.second_approval.decided_by_id for one in publications.values() if one.second_approval)
    seconds = [approver for approver in decided if approver]
    names = dict(User.objects.filter(pk__in=seconds).values_list("pk", "name"))
    live, counts = live_version(form), counts_of(versions)
    return tuple(
        _row(version, publications.get(version.pk), names, live, counts[version.pk]) for version in versions
    )


def _row(
    version: FormVersion,
    publication: Publication | None,
    names: dict[Any, str],
    live: FormVersion | None,
    counts: tuple[tuple[str, str], ...],
) -> Row:
    second = publication.second_approval if publication else None
    changes = publication.listed_changes if publication else ()
    return Row(
        number=version.number,
        is_live=live is not None and live.pk == version.pk,
        published_at=version.published_at,
        published_by=version.published_by.name,
        approved_by=names.get(second.decided_by_id, "") if second else "",
        changes=len(changes),
        critical=sum(one.critical for one in changes),
        counts=counts,
        previous=version.number - 1,
        sha256=version.sha256,
    )
