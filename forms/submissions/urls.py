from __future__ import annotations

from django.urls import path

from forms.submissions.views.check import check, submit
from forms.submissions.views.discarding import discard
from forms.submissions.views.lists import listed
from forms.submissions.views.searching import search
from forms.submissions.views.sent import copy, status, submission
from forms.submissions.views.starting import start
from forms.submissions.views.steps import resume, step

app_name = "submissions"
urlpatterns = [
    path("", listed, name="list"),
    path("start/<slug:form_slug>/", start, name="start"),
    path("draft/<uuid:draft_id>/", resume, name="resume"),
    path("draft/<uuid:draft_id>/check/", check, name="check"),
    path("draft/<uuid:draft_id>/submit/", submit, name="submit"),
    path("draft/<uuid:draft_id>/discard/", discard, name="discard"),
    path("draft/<uuid:draft_id>/step/<slug:step_key>/", step, name="step"),
    path("search/", search, name="search"),
    path("<str:reference>/", submission, name="submission"),
    path("<str:reference>/status/", status, name="status"),
    path("<str:reference>/copy.pdf", copy, name="copy"),
]
