"""Find a submission of one's own organisations by its reference or the patient's health-service number."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import person_of, visible_to
from forms.definitions.kinds import all_kinds
from forms.submissions.duplicates import identity_index
from forms.submissions.listing import of_listed_kinds
from forms.submissions.models import Submission
from forms.submissions.reference import InvalidReference, parse_reference
from forms.submissions.views.access import private
from forms.submissions.views.lists import listed_submissions
from programme.current import programme_of

LONGEST_TYPED = 40
MOST_SHOWN = 50


@private
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show what an exact number or reference finds. By POST only: a number never stands in an address."""
    if request.method != "POST":
        return redirect("submissions:list")
    typed = request.POST.get("wanted", "")[:LONGEST_TYPED].strip()
    person = person_of(request.user)
    meant = _meant(request, typed)
    own = of_listed_kinds(visible_to(person, Submission)).filter(programme=programme_of(request))
    found = own.filter(meant) if meant else own.none()
    context = {
        "typed": typed,
        "understood": bool(meant),
        "rows": listed_submissions(found.order_by("-submitted_at", "pk")[:MOST_SHOWN], person),
    }
    return render(request, "submissions/search.html", context)


def _meant(request: HttpRequest, typed: str) -> Q:
    """Return what a typed text selects; empty when it can be neither a reference nor a number."""
    try:
        return Q(reference=parse_reference(typed))
    except InvalidReference:
        pass
    programme = programme_of(request)
    if programme is None:
        return Q()
    identities = {identity for kind in all_kinds() for identity in kind.identities_of(typed)}
    indexes = [identity_index(identity, programme_id=programme.pk) for identity in sorted(identities)]
    return Q(identity_index__in=indexes) if indexes else Q()
