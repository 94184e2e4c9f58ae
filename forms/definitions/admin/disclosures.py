"""The table of who receives what: to be read, and to be changed in one go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from wagtail.admin import messages

from forms.definitions.admin.form_page import AboutOneForm
from forms.definitions.blocks.choices import DECISIONS
from forms.definitions.compile import CompileFailed
from forms.definitions.disclosing import ChangedMeanwhile, FormLocked, NotADecision, change_disclosures
from forms.definitions.matrix import Decision, Matrix, Place, matrix_of

CHANGE = "form_definitions.change_form"
AGAIN = "Nothing was saved: somebody saved this form while you had the table open. Here it is as it is now."


class DisclosureTable(AboutOneForm):
    """Show and change who receives what."""

    template_name = "definitions/disclosures.html"
    page_title = "Who receives what"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lock = self.form.get_lock()
        return {
            **super().get_context_data(**kwargs),
            "matrix": self._matrix(),
            "form": self.draft,
            "decisions": DECISIONS,
            "revision": self.form.latest_revision_id or "",
            "may_change": self.request.user.has_perm(CHANGE)
            and not (lock and lock.for_user(self.request.user)),
            "edit_url": self.edit_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            return self.http_method_not_allowed(request)
        matrix = self._matrix()
        decisions = {
            place: Decision(
                request.POST.get(f"decision-{place.name}", cell.decision),
                " ".join(request.POST.get(f"purpose-{place.name}", cell.purpose).split()),
            )
            for place, cell in (matrix.cells() if matrix else {}).items()
        }
        self._save(request, decisions)
        return HttpResponseRedirect(request.path)

    def _save(self, request: HttpRequest, decisions: dict[Place, Decision]) -> None:
        shown = request.POST.get("revision", "")
        try:
            saved = change_disclosures(
                form=self.form,
                decisions=decisions,
                revision=int(shown) if shown.isdecimal() else None,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except ChangedMeanwhile:
            messages.error(request, AGAIN)
        except (FormLocked, NotADecision) as refusal:
            messages.error(request, str(refusal))
        else:
            said = "Saved as a draft. It goes live once it is approved." if saved else "Nothing was changed."
            messages.success(request, said)

    def _matrix(self) -> Matrix | None:
        try:
            return matrix_of(self.draft)
        except CompileFailed:
            return None
