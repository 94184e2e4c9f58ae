from __future__ import annotations

from django.urls import include, path

from forms.submissions.views.files import sent_file
from forms.submissions.views.lists import listed
from forms.submissions.views.repeating import another
from forms.submissions.views.searching import search
from forms.submissions.views.sent import copy, status, submission
from forms.submissions.views.starting import start

app_name = "submissions"
urlpatterns = [
    path("", listed, name="list"),
    path("start/<slug:form_slug>/", start, name="start"),
    path("draft/", include("forms.submissions.wizard_urls")),
    path("search/", search, name="search"),
    path("<str:reference>/", submission, name="submission"),
    path("<str:reference>/status/", status, name="status"),
    path("<str:reference>/copy.pdf", copy, name="copy"),
    path("<str:reference>/another/", another, name="another"),
    path("<str:reference>/file/<uuid:file_id>/", sent_file, name="file"),
]
