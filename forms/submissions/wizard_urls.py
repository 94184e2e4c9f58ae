"""The pages of a draft. Another floor includes them below a namespace of its own, which its kinds name."""

from __future__ import annotations

from django.urls import path

from forms.submissions.views.changed import changed
from forms.submissions.views.check import check, submit
from forms.submissions.views.discarding import discard
from forms.submissions.views.steps import resume, step

urlpatterns = [
    path("<uuid:draft_id>/", resume, name="resume"),
    path("<uuid:draft_id>/changed/", changed, name="changed"),
    path("<uuid:draft_id>/check/", check, name="check"),
    path("<uuid:draft_id>/submit/", submit, name="submit"),
    path("<uuid:draft_id>/discard/", discard, name="discard"),
    path("<uuid:draft_id>/step/<slug:step_key>/", step, name="step"),
]
