"""Where the pages of a draft are and what they call things: by its kind, and for visitors at addresses of theirs."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from forms.definitions.kinds import FormKind
from forms.definitions.models import FormVersion
from forms.definitions.words import KindWords
from forms.submissions.models import Draft, Submission
from forms.submissions.visitors.words import WORDS

# The namespace of visitors' pages.
VISITORS = "visitors"


def namespace_of(draft: Draft, kind: FormKind) -> str:
    """Return the URL namespace of a draft's pages."""
    return VISITORS if draft.owner_id is None else kind.namespace


def words_of(draft: Draft, kind: FormKind) -> KindWords:
    """Return what a draft's pages call things."""
    return WORDS if draft.owner_id is None else kind.words


def home_of(draft: Draft, kind: FormKind) -> str:
    """Return where Back leads from the first page; one query for a visitor's draft."""
    return _first_page(draft.form_version_id) if draft.owner_id is None else kind.home_url(draft)


def after_sending(draft: Draft, submission: Submission, kind: FormKind) -> str:
    """Return where somebody is led who has just sent a draft."""
    if draft.owner_id is None:
        return reverse(f"{VISITORS}:sent", args=[draft.pk])
    return kind.after_submit_url(submission)


def _first_page(version_id: UUID) -> str:
    slug = FormVersion.objects.values_list("form__slug", flat=True).get(pk=version_id)
    return reverse(f"{VISITORS}:start", args=[slug])
