"""Documents that wait for their certificate, for the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from content.certification.models import Certificate
from content.certification.services.signatories import programmes_certified_by
from content.library.models import DocumentVersion
from content.library.services.certifying import authors_of
from forms.routing.attention import AttentionLine, attention
from programme.models import Programme


@attention
def documents_to_certify(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report versions that wait to those who may certify them; the way leads to the first of them."""
    programmes = programmes_certified_by(request.user, on=timezone.localdate())
    found = [one for one in waiting_versions(programmes) if request.user.pk not in authors_of(one)]
    if found:
        yield AttentionLine(
            len(found),
            "document waits for your certificate",
            "documents wait for your certificate",
            reverse("library_admin:versions", args=[found[0].document_id]),
        )


def waiting_versions(programmes: QuerySet[Programme]) -> QuerySet[DocumentVersion]:
    """Return the newest versions of documents that can be read and were never certified, the oldest first."""
    of_document = DocumentVersion.objects.filter(document=OuterRef("document"))
    newer = of_document.filter(number__gt=OuterRef("number"))
    certified = Certificate.objects.filter(document_version_id=OuterRef("pk"))
    read = DocumentVersion.objects.filter(
        document__programme__in=programmes, reading=DocumentVersion.Reading.READ
    )
    return read.exclude(Exists(newer)).exclude(Exists(certified)).order_by("uploaded_at")
