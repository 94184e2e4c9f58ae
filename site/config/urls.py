"""The addresses of the site. Wagtail's own sign-in pages skip the second factor, so they are closed."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from accounts.preferences import preferences
from config.gallery import gallery
from content.cookies import cookie_page
from content.sitemap import sitemap

handler400 = "config.views.bad_request"


def closed(request: HttpRequest) -> HttpResponse:
    """Say that there is no such page: a part of Wagtail that this site leaves out."""
    raise Http404


to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("admin/login/", to_sign_in),
    path("admin/password_reset/", to_sign_in),
    path("_util/login/", to_sign_in),
    path("admin/account/", preferences),
    # Wagtail's own names the people of every programme.
    path("admin/reports/site-history/", include("content.roles.urls")),
    # One file at a time, with what it needs to be kept: several at once would come in without.
    path("admin/documents/multiple/add/", RedirectView.as_view(pattern_name="wagtaildocs:add")),
    path("admin/images/multiple/add/", RedirectView.as_view(pattern_name="wagtailimages:add")),
    re_path("^admin/documents/multiple/", closed),
    re_path("^admin/images/multiple/", closed),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include("content.library.urls")),
    path("documents/", include("content.library.wagtail_urls")),
    path("media/", include("content.images.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("registrations/", include("forms.submissions.urls")),
    path("trials/", include("forms.trials.urls")),
    path("forms/", include("forms.submissions.visitor_urls")),
    # Agreements ask for their particulars with the wizard of the forms.
    path("agreements/particulars/", include(("forms.submissions.wizard_urls", "particulars"))),
    path("agreements/", include("agreements.urls")),
    path("cookies/", cookie_page, name="cookies"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("content.audience.urls")),
    path("", include("content.compliance.urls")),
    path("", include("programme.urls")),
    path("", include("content.ratings.urls")),
    path("", include("content.previews.urls")),
    path("", include(wagtail_urls)),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.insert(0, path("gallery/", gallery, name="gallery"))
