"""The site's addresses, and the pages of drafts once more below a namespace of another floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import urlpatterns as addresses_of_the_site


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("The other floor's own page")


elsewhere = [path("", home, name="home"), path("particulars/", include("forms.submissions.wizard_urls"))]
urlpatterns = [path("elsewhere/", include((elsewhere, "elsewhere"))), *addresses_of_the_site]
