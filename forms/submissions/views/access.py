"""What every page of this floor shares: whose it is, never kept by a cache, only one's own rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from accounts.permissions import person_of, visible_row, visible_to
from forms.submissions.addresses import NAMESPACE
from forms.submissions.listing import of_listed_kinds
from forms.submissions.models import Draft, Submission
from forms.submissions.owning import Filler, is_of
from forms.submissions.pinned import kind_of_version, pinned_spec
from forms.submissions.reference import InvalidReference, parse_reference
from forms.submissions.visitors.door import TurnedAway, let_in
from forms.submissions.visitors.identity import COOKIE, remember_visitor, visitor_of
from forms.submissions.ways import VISITORS
from programme.current import programme_by_key, programme_of, remember_programme
from rows import row_of

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


def fills_in(view: View[P]) -> View[P]:
    """Let through who fills in a form: whoever is signed in, and at visitors' addresses any visitor who may read it."""
    for_members, for_visitors = private(view), open_to_visitors(view)

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        wanted = for_visitors if _namespace(request) == VISITORS else for_members
        return wanted(request, *args, **kwargs)

    return update_wrapper(guarded, view)


def open_to_visitors(view: View[P]) -> View[P]:
    """Keep an open form's page out of caches and search engines, and show who may not read it what is shown instead."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TurnedAway as away:
            return cast(HttpResponse, away.response)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        if COOKIE not in response.cookies and (visitor := visitor_of(request)):
            remember_visitor(response, request, visitor)
        return response

    return update_wrapper(guarded, view)


def filler_of(request: HttpRequest, draft: Draft) -> Filler:
    """Return who fills in a draft that `own_draft` let through."""
    if draft.owner_id is not None:
        return signed_in(request)
    visitor = visitor_of(request)
    if visitor is None:
        raise Http404
    return visitor


def signed_in(request: HttpRequest) -> User:
    """Return the person of a request that `private` let through."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """Return the person's draft, where a page is to be shown with its programme.

    404 for anybody else's, and for one whose kind has its pages in another namespace than this one.
    At visitors' addresses it is the browser's own, on the site of its programme.

    :raises TurnedAway: the visitor may not read the form.
    """
    if _namespace(request) == VISITORS:
        return _visitors_draft(request, draft_id)
    found = visible_row(person_of(request.user), Draft, draft_id)
    if found is None or kind_of_version(found.form_version_id).namespace != _namespace(request):
        raise Http404("There is no such draft among your own.")
    if request.method != "POST":
        found.programme = programme_by_key(found.programme_id)
        remember_programme(request, found.programme)
    return found


def _visitors_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    visitor, found = visitor_of(request), row_of(Draft, draft_id)
    programme = programme_of(request)
    if visitor is None or found is None or not is_of(found, visitor):
        raise Http404("There is no such draft in this browser.")
    if programme is None or programme.pk != found.programme_id:
        raise Http404("This draft is of another programme.")
    let_in(request, pinned_spec(found.form_version_id))
    found.programme = programme
    return found


def _namespace(request: HttpRequest) -> str:
    return request.resolver_match.namespace if request.resolver_match else NAMESPACE


def own_submission(request: HttpRequest, reference: str) -> Submission:
    """Return a submission of the person's organisation, however the reference was typed; else 404."""
    try:
        wanted = parse_reference(reference)
    except InvalidReference as error:
        raise Http404(str(error)) from None
    rows = of_listed_kinds(visible_to(person_of(request.user), Submission)).select_related(
        "organisation", "form_version", "programme__product", "submitted_by"
    )
    found = next(iter(rows.defer("form_version__spec").filter(reference=wanted)), None)
    if found is None:
        raise Http404("Your organisation has no submission with this reference.")
    remember_programme(request, found.programme)
    return found
