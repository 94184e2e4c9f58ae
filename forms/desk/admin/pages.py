"""What every page of the desk shares: who may see it, its place in the admin, its programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from accounts.models import User
from forms.desk.rights import EXPORT, SUBMISSIONS, may_handle
from forms.desk.versions import Version, versions_of
from forms.submissions.listing import submission_metadata
from forms.submissions.models import Submission
from programme.current import programme_of
from programme.models import Programme
from programme.reach import programmes_within_reach, rows_within_reach

NAMESPACE = "submissions_admin"


class DeskPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may see submissions, about one programme of theirs."""

    permission_policy = SUBMISSIONS
    any_permission_required = ["view"]
    header_icon = "form"

    @property
    def person(self) -> User:
        """Return the signed-in person: the admin's door lets nobody else in."""
        user: User = self.request.user  # type: ignore[assignment]
        return user

    @cached_property
    def programme(self) -> Programme:
        """Return the programme of the site if the person works for it, else the first one of theirs."""
        own, here = list(programmes_within_reach(self.person)), programme_of(self.request)
        if not own:
            raise Http404("No programme of yours.")
        return here if here is not None and here in own else own[0]

    @cached_property
    def versions(self) -> Mapping[UUID, Version]:
        return versions_of(self.programme.pk)

    def trail(self) -> list[tuple[str, str]]:
        """Return the pages between the list and this one, as address and label."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": "Submissions"},
            *({"url": url, "label": label} for url, label in self.trail()),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "may_handle": may_handle(self.person),
            "may_export": self.person.has_perm(EXPORT),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        return response


class SubmissionPage(DeskPage):
    """A page about one submission of the person's own programmes."""

    @cached_property
    def submission(self) -> Submission:
        own = rows_within_reach(self.person, submission_metadata())
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @cached_property
    def programme(self) -> Programme:
        return self.submission.programme
