"""The addresses of documents."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.permissions import policy_registry

from content.audience.gate import gate
from content.certification.holding import holding_page
from content.library.access import Answer, answer_to
from content.library.models import Document, DocumentVersion
from content.library.readers import reader_of
from content.library.services.counting import count_download
from content.library.serving import begins, file_response, thumbnail_response
from programme.current import programme_of

# Title, what to say and the status. Nothing here names the document.
PAGES = {
    Answer.NOT_IN_GROUP: (
        "You cannot open this document",
        "It is for a smaller group of people. Ask whoever gave you the link.",
        403,
    ),
    Answer.WITHDRAWN: ("This document has been withdrawn", "It is not available any more.", 410),
    Answer.NOT_YET: (
        "This document is not available yet",
        "It can be opened from the day on which it takes effect.",
        404,
    ),
    Answer.EXPIRED: (
        "This document has expired",
        "It is no longer valid, so it is not handed out. Please do not use older copies.",
        410,
    ),
    Answer.NOT_SCANNED: (
        "This document is being checked",
        "It is scanned for viruses before it is handed out. Try again in a few minutes.",
        404,
    ),
}


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand out the version in force to whom it is for; tell anybody else why not."""
    found = _document(request, slug)
    answer = answer_to(reader_of(request), found, on=timezone.localdate())
    current = found.current
    if answer == Answer.SERVE and current is not None:
        return _restricted(request, found) or _served(request, found, current)
    if answer == Answer.DECLARE and current is not None:
        return gate(request, page_audience=current.audience)
    if answer == Answer.SIGN_IN:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    return holding_page(request) if answer == Answer.UNDER_REVIEW else _page(request, answer)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out any version to who looks after the document; 404 for anybody else."""
    found = _document(request, slug)
    if not _looks_after(request, found):
        raise Http404("Versions are for who looks after the document.")
    kept = get_object_or_404(DocumentVersion, document=found, number=number)
    if kept.scan in (DocumentVersion.Scan.WAITING, DocumentVersion.Scan.INFECTED):
        return _page(request, Answer.NOT_SCANNED)
    return file_response(request, kept, slug=f"{found.slug}-{number}")


@require_safe
def thumbnail(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Show the first page of a version to whoever may have the document."""
    found = _document(request, slug)
    kept = get_object_or_404(DocumentVersion, document=found, number=number)
    in_force = kept.pk == found.current_id
    readable = in_force and (
        answer_to(reader_of(request), found, on=timezone.localdate()) == Answer.SERVE
        and _restricted(request, found) is None
    )
    if not kept.thumbnail or not (readable or _looks_after(request, found)):
        raise Http404("There is no such picture.")
    return thumbnail_response(request, kept)


@require_safe
def by_key(request: HttpRequest, document_id: int, name: str) -> HttpResponse:
    """Lead an address of Wagtail's own form to the stable one."""
    programme = programme_of(request)
    return redirect(get_object_or_404(Document, pk=document_id, programme=programme).url)


def _document(request: HttpRequest, slug: str) -> Document:
    rows = Document.objects.select_related("current", "collection")
    found: Document = get_object_or_404(rows, programme=programme_of(request), slug=slug)
    return found


def _served(request: HttpRequest, found: Document, current: DocumentVersion) -> HttpResponseBase:
    response = file_response(request, current, slug=found.slug)
    if request.method == "GET" and begins(response):
        count_download(version=current, on=timezone.localdate())
    return response


def _restricted(request: HttpRequest, found: Document) -> HttpResponseBase | None:
    """Return what stands in the way where the document's collection is private (Wagtail's own hooks)."""
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponseBase):
            return answer
    return None


def _looks_after(request: HttpRequest, found: Document) -> bool:
    policy = policy_registry.get_by_type(Document)
    return bool(
        request.user.is_authenticated
        and policy.user_has_permission_for_instance(request.user, "change", found)
    )


def _page(request: HttpRequest, answer: Answer) -> HttpResponse:
    title, text, status = PAGES[answer]
    response = render(request, "library/unavailable.html", {"title": title, "text": text}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response
