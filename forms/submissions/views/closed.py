"""What a person sees who comes to a draft that is no longer open."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import person_of, visible_to
from forms.definitions.words import KindWords
from forms.submissions.models import Draft, Submission
from forms.submissions.pinned import kind_of_version
from forms.submissions.visitors.identity import visitor_of
from forms.submissions.visitors.own import submissions_of
from forms.submissions.ways import after_sending, home_of, words_of


def closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Explain why nothing can be done here; lead from a sent draft to what became of it."""
    kind = kind_of_version(draft.form_version_id)
    words = words_of(draft, kind)
    submission = _sent(request, draft).filter(draft=draft).defer("answers_sealed").first()
    # Where it led right after sending, less what was said then.
    sent_url = after_sending(draft, submission, kind).partition("?")[0] if submission else ""
    if sent_url and request.method == "GET":
        return redirect(sent_url)
    # An open draft that comes here is over its time and waits for the job that erases it.
    state = Draft.State.EXPIRED if draft.state == Draft.State.OPEN else Draft.State(draft.state)
    title, explanation = _explanation(words, state)
    context = {
        "title": title,
        "explanation": explanation,
        "reference": submission.reference if submission else "",
        "sent_url": sent_url,
        "home_url": home_of(draft, kind),
        "words": words,
    }
    return render(request, "submissions/closed.html", context, status=409 if submission else 410)


def _sent(request: HttpRequest, draft: Draft) -> QuerySet[Submission]:
    """Return the submissions among which a draft's may be: a visitor's are those of the browser."""
    visitor = visitor_of(request) if draft.owner_id is None else None
    return submissions_of(visitor) if visitor else visible_to(person_of(request.user), Submission)


def _explanation(words: KindWords, state: Draft.State) -> tuple[str, str]:
    return {
        Draft.State.SUBMITTED: words.was_sent,
        Draft.State.DISCARDED: words.was_deleted,
        Draft.State.EXPIRED: words.was_expired,
    }[state]
