"""The addresses of forms that are open to anyone."""

from __future__ import annotations

from django.urls import include, path

from forms.submissions.views.visiting import sent, start
from forms.submissions.ways import VISITORS

app_name = VISITORS
urlpatterns = [
    path("<slug:form_slug>/", start, name="start"),
    path("draft/<uuid:draft_id>/sent/", sent, name="sent"),
    path("draft/", include("forms.submissions.wizard_urls")),
]
