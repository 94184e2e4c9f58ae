"""An agreement's page: facts, who signed, files, everything that happened, and what may be done."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from agreements.admin.actions import actions_for
from agreements.admin.facts import about, asked_to_sign, dates_of, hashes_of, signed_by, signed_on_paper_by
from agreements.admin.files import files_of
from agreements.admin.pages import NAMESPACE, RegisterPage
from agreements.evidence.timeline import timeline_of
from agreements.models import Agreement
from agreements.readiness import LEFT_OUT, Held
from agreements.register.matrix import entry_of
from agreements.services.resending import not_taken
from agreements.services.voiding import may_be_voided_by_two
from agreements.signing.models import SigningRequest
from agreements.standing import standing_of


class AgreementPage(RegisterPage):
    """One agreement."""

    template_name = "agreements/admin/agreement.html"
    http_method_names = ["get"]

    @cached_property
    def agreement(self) -> Agreement:
        rows = Agreement.objects.select_related(
            "organisation__successor", "partner", "parent__organisation", "text_version", "reading_copy",
            "sealed_copy", "issued_by", "attested_by", "confirmed_by",
            "void_requested_by", "void_confirmed_by",
        )  # fmt: skip
        sealed = ("reading_copy__content_sealed", "sealed_copy__content_sealed", "parent__presented_sealed")
        return get_object_or_404(
            rows.defer(*LEFT_OUT, *sealed, "text_version__body", "text_version__spec"), pk=self.kwargs["pk"]
        )

    def get_page_title(self) -> str:
        return f"{self.agreement.reference}: {self.agreement.get_kind_display()}"

    def trail(self) -> list[tuple[str, str]]:
        organisation = self.agreement.organisation
        return [(reverse(f"{NAMESPACE}:organisation", args=[organisation.pk]), organisation.name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement, now = self.agreement, timezone.now()
        requests = list(agreement.requests.select_related("nominated_by"))
        asked = next((one for one in requests if one.state == SigningRequest.State.OPEN), None)
        entry = entry_of(
            Held(agreement, standing_of(agreement, timezone.localdate(now)), asked is not None), asked, now
        )
        timeline = timeline_of(agreement, minor=True)
        own_word = agreement.stage == Agreement.Stage.ATTESTED and agreement.attested_by_id == self.person.pk
        return {
            **super().get_context_data(**kwargs),
            "agreement": agreement,
            "entry": entry,
            "facts": about(agreement, entry),
            "dates": dates_of(agreement, entry),
            "hashes": hashes_of(agreement),
            "asked": asked_to_sign(requests),
            "signed": signed_by(agreement),
            "files": files_of(agreement),
            "related": self._related(),
            "not_taken": list(not_taken(agreement)),
            "timeline": timeline,
            "signed_on_paper_by": signed_on_paper_by(timeline) if self.may_manage else "",
            "void_proposed": may_be_voided_by_two(agreement) and agreement.void_requested_by_id is not None,
            "actions": list(actions_for(agreement, self.person)) if self.may_manage else [],
            "own_word": own_word,
        }

    def _related(self) -> list[tuple[str, Agreement]]:
        """Return the agreement that this one follows and those that follow it, each with what it is to this."""
        children = self.agreement.children.select_related("organisation").defer(*LEFT_OUT)
        parent = self.agreement.parent
        return [
            *([("Follows", parent)] if parent else []),
            *((f"Followed by ({child.get_origin_display().lower()})", child) for child in children),
        ]
