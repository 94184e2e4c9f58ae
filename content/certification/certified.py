"""A page that goes live only as it was certified, whichever road publishing takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision
from wagtail.url_routing import RouteResult

from audit.trail import audited
from content.certification.guarding import put_matching_in_force, require_certificate
from content.certification.refusals import EverCertified, NotCertified
from content.certification.validity import is_under_review, was_certified

# What Wagtail keeps about a page beside its content: saving only these changes nothing that readers see.
BOOKKEEPING = frozenset(
    {
        "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked",
        "locked_at", "locked_by", "expired", "live_revision", "wagtail_admin_comments", "first_published_at",
        "last_published_at", "go_live_at", "expire_at",
    }
)  # fmt: skip
# The title names the page in menus, lists and search, whatever heading it shows itself.
DECLARED = ("title", "audience", "label", "job_code", "prepared_on", "territory", "company_role")
_publisher: ContextVar[object] = ContextVar("certification_publisher", default="publishing")


class CertifiedPage(models.Model):
    """A page type whose rows are live only with a certificate of exactly what they render.

    Stands before `wagtail.models.Page` among the bases. Every way of publishing ends in `save`, so `save`
    holds the rule; `publish` adds the case that saves later.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> Any:
        """Save; raise NotCertified where that would show readers what was not certified.

        A new page is a draft, whatever was asked for.
        """
        page: Any = self
        if self._state.adding:
            if page.alias_of_id is not None:
                raise NotCertified("Pages of a programme have no aliases. Link to the page instead.")
            page.live = False
            return super().save(*args, **options)
        fields = options.get("update_fields")
        if not page.live or (fields is not None and set(fields) <= BOOKKEEPING):
            return super().save(*args, **options)
        now = timezone.now()
        with audited(at=now):
            put_matching_in_force(page, by=_publisher.get(), now=now)
            return super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete a draft; raise EverCertified for what was certified, or holds such a page below itself."""
        refuse_deletion(self)
        return super().delete(*args, **options)

    def clean(self) -> None:
        """Refuse an end before the beginning, which Wagtail's form catches but other roads do not."""
        page: Any = self
        super().clean()
        if page.go_live_at and page.expire_at and page.go_live_at >= page.expire_at:
            raise ValidationError({"expire_at": "The page would end before it begins. Choose a later time."})

    def publish(self, revision: Revision, user: Any = None, *args: Any, **options: Any) -> Any:
        """Publish a revision; raise NotCertified, for a time to come at once rather than then."""
        page: Any = self
        going_live = revision.as_object()
        if going_live.go_live_at and going_live.go_live_at > timezone.now():
            if not options.get("skip_permission_checks"):
                _check_permission(page, user)
            require_certificate(going_live, now=going_live.go_live_at)
        with transaction.atomic(), published_by(user):
            return super().publish(revision, user, *args, **options)  # type: ignore[misc]

    def certified_views(self, request: HttpRequest) -> Iterable[HttpResponse]:
        """Return each view of the page that readers get; a type with views of its own adds them."""
        page: Any = self
        return [TemplateResponse(request, page.get_template(request), page.get_context(request))]

    def compliance_problems(self, *, on: date) -> list[str]:
        """Return what keeps the page from being certified on a day; the type that declares things knows."""
        raise NotImplementedError

    def declarations(self) -> Mapping[str, str]:
        """Return what is certified beside the page's looks: its name elsewhere, for whom it is, what it declares."""
        return {name: str(getattr(self, name)) for name in DECLARED if hasattr(self, name)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Answer for a page taken down because its certificate ended, so that readers learn why it is gone."""
        page: Any = self
        if not path_components and not page.live and is_under_review(page):
            return RouteResult(self)
        return super().route(request, path_components)  # type: ignore[misc]


def refuse_deletion(page: Any) -> None:
    """Raise EverCertified where a page, or one below it, was ever certified."""
    if was_certified(page):
        raise EverCertified(
            f"“{page.title}” was not deleted: it, or a page below it, was certified, and what was certified "
            "is kept. Unpublish it to take it off the site."
        )


@contextmanager
def published_by(user: Any) -> Iterator[None]:
    """Name whoever publishes in the audit trail of what is saved in the block."""
    token = _publisher.set(user or _publisher.get())
    try:
        yield
    finally:
        _publisher.reset(token)


def _check_permission(page: Any, user: Any) -> None:
    if user and not page.permissions_for_user(user).can_publish():
        raise PublishPagePermissionError("You do not have permission to publish this page.")
