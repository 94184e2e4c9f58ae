"""Redirects in the admin: a circle of them is refused, and every moved page gets one by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import URLPattern, path
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, EditView
from wagtail.models import Page, Site

MOST_STEPS = 20


def goes_in_circles(*, old_path: str, target: str, site: Site | None, own: int | None) -> bool:
    """Say whether following `target` through the redirects that there are leads back to `old_path`.

    `own` is the primary key of the redirect that is edited; a way of 20 steps counts as a circle.
    """
    others = Redirect.objects.exclude(pk=own)
    seen = {Redirect.normalise_path(old_path)}
    for _step in range(MOST_STEPS):
        here = Redirect.normalise_path(target)
        if here in seen:
            return True
        seen.add(here)
        following = others.filter(old_path=here, site__in=[site] if site else Site.objects.all()).first()
        following = following or others.filter(old_path=here, site__isnull=True).first()
        if following is None:
            return False
        target = path_of(following.redirect_page, following.redirect_link)
        if not target:
            return False
    return True


def path_of(page: Page | None, link: str) -> str:
    """Return the path on this site to which a redirect leads; "" for an address elsewhere."""
    if page is not None:
        return str(page.relative_url(None) or "") if page.live else ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    own_host = not parts.netloc or Site.objects.filter(hostname=parts.hostname or "").exists()
    return parts.path if own_host else ""


class SafeRedirectForm(RedirectForm):
    """A redirect that leads somewhere."""

    class Meta(RedirectForm.Meta):
        pass

    def clean_old_path(self) -> str:
        """Refuse what cannot be taken apart as an address."""
        old_path: str = self.cleaned_data["old_path"]
        try:
            Redirect.normalise_path(old_path)
        except ValueError:
            raise forms.ValidationError(
                "This is no path. Write it as it stands behind the host name: /news/."
            ) from None
        return old_path

    def clean(self) -> dict[str, Any]:
        super().clean()
        values: dict[str, Any] = self.cleaned_data
        target = path_of(values.get("redirect_page"), values.get("redirect_link") or "")
        if (
            target
            and values.get("old_path")
            and goes_in_circles(
                old_path=values["old_path"], target=target, site=values.get("site"), own=self.instance.pk
            )
        ):
            raise forms.ValidationError(
                "This redirect would lead in a circle: following it, a reader comes back to where they began. "
                "Choose another target, or delete the redirect that leads back."
            )
        return values


class SafeCreateView(CreateView):
    form_class = SafeRedirectForm


class SafeEditView(EditView):
    form_class = SafeRedirectForm


def urlpatterns() -> list[URLPattern]:
    """Return the pages of the admin that take the place of Wagtail's own."""
    return [
        path("redirects/add/", SafeCreateView.as_view()),
        path("redirects/<int:redirect_id>/", SafeEditView.as_view()),
    ]
