"""Begin a form as a visitor, without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from audit.trail import audited, record
from forms.definitions.models import FormVersion
from forms.definitions.spec import ANYONE
from forms.definitions.versions import spec_of
from forms.submissions.admission import reasons_to_refuse_visitors
from forms.submissions.models import Draft
from forms.submissions.owning import is_of
from forms.submissions.refusals import Refusal
from forms.submissions.services.drafts import StartRefused
from forms.submissions.visitors.identity import ACTOR, Visitor
from forms.submissions.work import Work, work_to_json


class AlreadyBegun(Exception):
    """Somebody else began a draft with the same stamp."""


def start_visit(*, form_version: FormVersion, visitor: Visitor, draft_id: UUID, now: datetime) -> Draft:
    """Begin an open form as `visitor`; the id comes from the stamp, so that one stamp begins one draft.

    Beginning twice returns the first draft.

    :raises StartRefused: the form is not open to visitors, or nobody would receive it.
    :raises AlreadyBegun: the id is another visitor's.
    """
    spec, programme_id = spec_of(form_version), form_version.form.programme_id
    if spec.open_to != ANYONE:
        raise StartRefused((Refusal("This form is for members of an organisation. Sign in to fill it in."),))
    on = timezone.localdate(now)
    if reasons := reasons_to_refuse_visitors(spec=spec, programme_id=programme_id, on=on):
        raise StartRefused(reasons)
    draft = Draft(
        id=draft_id,
        programme_id=programme_id,
        visitor_hash=visitor.hash,
        form_version=form_version,
        created_at=now,
        updated_at=now,
        expires_at=now + settings.VISITOR_DRAFT_LIFETIME,
    )
    draft.work = work_to_json(Work())
    try:
        with audited(at=now):
            draft.save(force_insert=True)
            record(
                "draft.started",
                actor=ACTOR,
                subject=draft,
                programme=programme_id,
                detail={"form_version": str(form_version.pk)},
            )
    except IntegrityError:
        return _begun_before(draft_id, visitor)
    return draft


def _begun_before(draft_id: UUID, visitor: Visitor) -> Draft:
    begun = Draft.objects.get(pk=draft_id)
    if not is_of(begun, visitor):
        raise AlreadyBegun("This page was used before. Open the form again.")
    return begun
