"""Redirects in the admin, written or imported: what leads nowhere, in a circle or off its site is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import URLPattern, path
from wagtail.contrib.redirects import views as wagtails_views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.management.commands import import_redirects
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, EditView
from wagtail.models import Page, Site

MOST_STEPS = 20
NO_PATH = "This is no path. Write it as it stands behind the host name: /news/."


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


def site_of(page: Page | None, link: str) -> Site | None:
    """Return the site of this server to which a redirect leads; None for an address elsewhere."""
    if page is not None:
        return page.get_site()
    found: Site | None = Site.objects.filter(hostname=urlsplit(link).hostname or "").first()
    return found


class SafeRedirectForm(RedirectForm):
    """A redirect that leads somewhere."""

    class Meta(RedirectForm.Meta):
        pass

    def clean_old_path(self) -> str:
        """Refuse what cannot be taken apart as an address, or is one of another server."""
        old_path: str = self.cleaned_data["old_path"]
        try:
            host = urlsplit(old_path.strip()).hostname
            Redirect.normalise_path(old_path)
        except ValueError:
            raise forms.ValidationError(NO_PATH) from None
        if host and not Site.objects.filter(hostname=host).exists():
            raise forms.ValidationError(NO_PATH)
        return old_path

    def clean_redirect_link(self) -> str:
        """Refuse what a browser would not open as a page, and an address whose scheme was left out."""
        typed = str(self.data.get(self.add_prefix("redirect_link")) or "").strip()
        if typed and not typed.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("Write the whole address, with https:// before it.")
        link: str = self.cleaned_data["redirect_link"]
        return link

    def clean(self) -> dict[str, Any]:
        super().clean()
        values: dict[str, Any] = self.cleaned_data
        if not self.errors:
            self._stays_on_its_site(values)
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

    def _stays_on_its_site(self, values: dict[str, Any]) -> None:
        page, link = values.get("redirect_page"), values.get("redirect_link") or ""
        if page is None and not link:
            raise forms.ValidationError("Choose the page, or write the address, to which this leads.")
        target, origin = site_of(page, link), values.get("site")
        if target is None or target == origin:
            return
        if origin is not None:
            raise forms.ValidationError(
                f"This leads from {origin.hostname} to the site of another programme, {target.hostname}. "
                "Choose a page of the same site."
            )
        if Site.objects.count() > 1:
            raise forms.ValidationError(
                f"From all sites, this would lead readers of other programmes to {target.hostname}. "
                f"Choose {target.hostname} as the site from which it leads."
            )


class SafeCreateView(CreateView):
    form_class = SafeRedirectForm


class SafeEditView(EditView):
    form_class = SafeRedirectForm


def check_imports() -> None:
    """Let every row of an imported file pass the form's checks; called once at start-up.

    Wagtail's import, in the admin and as a command, takes its form from a name of its module alone.
    """
    wagtails_views.RedirectForm = SafeRedirectForm
    import_redirects.RedirectForm = SafeRedirectForm


def urlpatterns() -> list[URLPattern]:
    """Return the pages of the admin that take the place of Wagtail's own."""
    return [
        path("redirects/add/", SafeCreateView.as_view()),
        path("redirects/<int:redirect_id>/", SafeEditView.as_view()),
    ]
