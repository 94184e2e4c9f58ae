from __future__ import annotations

from django.urls import path

from forms.trials.views.check import check, document, end, send, sent
from forms.trials.views.steps import resume, step

app_name = "trials"
urlpatterns = [
    path("<uuid:trial_id>/", resume, name="resume"),
    path("<uuid:trial_id>/step/<slug:step_key>/", step, name="step"),
    path("<uuid:trial_id>/check/", check, name="check"),
    path("<uuid:trial_id>/send/", send, name="send"),
    path("<uuid:trial_id>/sent/", sent, name="sent"),
    path("<uuid:trial_id>/document/<int:number>.pdf", document, name="document"),
    path("<uuid:trial_id>/end/", end, name="end"),
]
