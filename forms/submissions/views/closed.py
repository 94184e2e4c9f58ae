"""What a person sees who comes to a draft that is no longer open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import person_of, visible_to
from forms.submissions.models import Draft, Submission

EXPLANATIONS = {
    Draft.State.SUBMITTED: (
        "This form was sent already",
        "Sending it again is not needed, and it cannot be changed any more.",
    ),
    Draft.State.DISCARDED: (
        "This draft was deleted",
        "Its answers were erased. Start a new one if the form is still needed.",
    ),
    Draft.State.EXPIRED: (
        "This draft has expired",
        "Drafts are kept for a limited time only, and its answers were erased. Start a new one.",
    ),
}


def closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Explain why nothing can be done here; lead from a sent draft to what became of it."""
    person = person_of(request.user)
    submission = visible_to(person, Submission).filter(draft=draft).only("reference").first()
    if submission is not None and request.method == "GET":
        return redirect("submissions:submission", submission.reference)
    # An open draft that comes here is over its time and waits for the job that erases it.
    state = Draft.State.EXPIRED if draft.state == Draft.State.OPEN else Draft.State(draft.state)
    title, explanation = EXPLANATIONS[state]
    context = {
        "title": title,
        "explanation": explanation,
        "reference": submission.reference if submission else "",
    }
    return render(request, "submissions/closed.html", context, status=409 if submission else 410)
