"""What is done to a document's versions in the admin: each is a POST that calls one service."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.second_factor import authentication_of, reauthentication_url
from content.certification.deciding import is_fresh
from content.certification.refusals import CertificationRefused
from content.job_codes.services import JobCodeTaken
from content.library.admin.pages import OfDocument
from content.library.permissions import may_enforce
from content.library.refusals import LibraryRefused
from content.library.services.certifying import certify_and_enforce
from content.library.services.enforcing import put_in_force, withdraw
from content.library.services.uploading import restore_version, reword


class Certify(OfDocument):
    """A signatory certifies a version as it was shown to them, with what they prove and declare for a page.

    Readers get it at once.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        if not is_fresh(authentication_of(request), now=timezone.now()):
            messages.info(request, "Prove again who you are, then certify.")
            return redirect(reauthentication_url(request, reverse("library_admin:versions", args=[pk])))
        if request.POST.get("declared") != "yes":
            messages.error(request, "Tick the statement to certify.")
            return self.back()
        try:
            certify_and_enforce(
                version=self.version(number),
                shown_sha256=request.POST.get("shown", ""),
                by=self.person,
                now=timezone.now(),
            )
        except (LibraryRefused, CertificationRefused, JobCodeTaken) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Version {number} is certified, and readers get it from now on.")
        return self.back()


class ActOnVersion(OfDocument):
    """Put a version in force, or make an older one the newest again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, number: int, action: str) -> HttpResponse:
        version = self.version(number)
        run, done = ACTIONS[action]
        if action == "enforce" and not may_enforce(self.person):
            raise PermissionDenied
        try:
            run(version=version, by=self.person, now=timezone.now())
        except (LibraryRefused, CertificationRefused) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return self.back()


class Reword(OfDocument):
    """Add the newest version once more, under the document's new title and summary."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            reword(document=self.document, by=self.person, now=timezone.now())
        except LibraryRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The version was added. Readers see it once it is certified.")
        return self.back()


class Withdraw(OfDocument):
    """Take a document off the site."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_enforce(self.person):
            raise PermissionDenied
        withdraw(document=self.document, by=self.person, now=timezone.now(), reason="by hand")
        messages.success(request, "The document was withdrawn. Its versions and its address are kept.")
        return self.back()


ACTIONS: dict[str, tuple[Callable[..., object], str]] = {
    "enforce": (put_in_force, "Readers get this version from now on."),
    "restore": (
        restore_version,
        "The older version was added as the newest. Put it in force when it is read.",
    ),
}
