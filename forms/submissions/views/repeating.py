"""Start another form like one that was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms.submissions.services import StartRefused, start_another
from forms.submissions.views.access import own_submission, private, signed_in
from forms.submissions.views.opened import opened

FILLED_IN = "What is about your team is filled in from {like}. Look through each page before you send it."
NOTHING_COPIED = "Nothing of {like} could be filled in: the new form is empty."


@private
@require_POST
def another(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a draft with the team's part of a sent form; say where that is not possible now."""
    found = own_submission(request, reference)
    try:
        draft = start_another(like=found, by=signed_in(request), now=timezone.now())
    except StartRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("submissions:submission", found.reference)
    work = opened(draft)
    messages.info(request, (FILLED_IN if work.work.answers else NOTHING_COPIED).format(like=found.reference))
    return HttpResponseRedirect(work.where_to_go_on())
