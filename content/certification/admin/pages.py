"""What the admin's pages about certificates share: who may see them, and their place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from content.certification.models import Signatory
from programme.models import Programme
from programme.reach import programmes_within_reach

NAMESPACE = "certification"
VIEW = "content_certification.view_certificate"
WITHDRAW = "content_certification.withdraw_certificate"


def is_signatory(user: Any, *, of: Programme | None = None) -> bool:
    """Say whether a person is a signatory of a programme today, or of any; one query."""
    today = timezone.localdate()
    rows = Signatory.objects.filter(user=user.pk)
    found = rows if of is None else rows.filter(programme=of)
    return any(one.may_certify_on(today) for one in found)


def may_see(user: Any) -> bool:
    """Say whether a person may read certificates: with the right to, or as a signatory."""
    return bool(user.has_perm(VIEW)) or is_signatory(user)


def programmes_for(user: Any) -> QuerySet[Programme]:
    """Return the programmes whose certificates a person may read: those of their groups, and where they certify."""
    today = timezone.localdate()
    rows = Signatory.objects.filter(user=user.pk)
    certifies = Q(pk__in=[one.programme_id for one in rows if one.may_certify_on(today)])
    reads = Q(pk__in=programmes_within_reach(user)) if user.has_perm(VIEW) else Q(pk__in=())
    return Programme.objects.filter(certifies | reads)


class CertificationPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may read certificates."""

    header_icon = "success"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def programmes(self) -> list[Programme]:
        return list(programmes_for(self.person).select_related("site__root_page"))

    @property
    def person(self) -> User:
        """Return the signed-in person: the admin's door lets nobody else in."""
        user: User = self.request.user  # type: ignore[assignment]
        return user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse(f"{NAMESPACE}:index"), "label": "Certificates"}]
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *above, here]


def as_snapshot(html: str) -> HttpResponse:
    """Answer with a page's HTML for a sandboxed frame: no script, no form and no cookie reach it."""
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "sandbox; script-src 'none'; form-action 'none'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
