"""What every page of this floor shares: signed in, never kept by a cache, only one's own rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from accounts.permissions import person_of, visible_to
from forms.definitions.models import FormVersion
from forms.submissions.models import Draft, Submission
from forms.submissions.reference import InvalidReference, parse_reference

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def private(view: View[P]) -> View[P]:
    """Ask for a sign-in, and forbid every cache to keep the page."""

    protected = login_required(view)

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = protected(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return update_wrapper(guarded, view)


def signed_in(request: HttpRequest) -> User:
    """Return the person of a request that `private` let through."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """Return the person's draft with its organisation and version, in one query; 404 for anybody else's.

    `newer_version` on it says whether its form was published again since. The spec stays unread: it is
    known to the process already.
    """
    newer = FormVersion.objects.filter(
        form=OuterRef("form_version__form"), number__gt=OuterRef("form_version__number")
    )
    rows = (
        visible_to(person_of(request.user), Draft)
        .select_related("organisation", "form_version")
        .defer("form_version__spec")
        .annotate(newer_version=Exists(newer))
    )
    found = rows.filter(pk=draft_id).first()
    if found is None:
        raise Http404("There is no such draft among your own.")
    return found


def own_submission(request: HttpRequest, reference: str) -> Submission:
    """Return a submission of the person's organisation, however the reference was typed; else 404."""
    try:
        wanted = parse_reference(reference)
    except InvalidReference as error:
        raise Http404(str(error)) from None
    rows = visible_to(person_of(request.user), Submission).select_related(
        "organisation", "form_version", "programme__product", "submitted_by"
    )
    found = rows.defer("form_version__spec").filter(reference=wanted).first()
    if found is None:
        raise Http404("Your organisation has no submission with this reference.")
    return found
