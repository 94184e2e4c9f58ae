"""Pages of the admin about submissions: metadata for whoever may see the list, answers for members only."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.permissions import may_see_patient_data, metadata_of, person_of
from directory.models import Organisation
from forms.documents.models import Document
from forms.routing.legs import legs_of, state_label
from forms.routing.models import Delivery
from forms.submissions.listing import of_listed_kinds
from forms.submissions.models import Submission
from forms.submissions.presenters import sent_sections
from forms.submissions.reading import note_reading

SUBMISSIONS = ModelPermissionPolicy(Submission)
UNDER_WAY = "under_way"


def submission_metadata() -> QuerySet[Submission]:
    """Return submissions without what holds patient data; the answers stay unread."""
    rows = of_listed_kinds(metadata_of(Submission)).select_related(
        "organisation", "form_version__form", "submitted_by", "programme__product"
    )
    return rows.defer("form_version__spec", "form_version__form__steps", "form_version__form__routes")


class SubmissionFilter(WagtailFilterSet):
    """Narrow the list by how it went, and by organisation."""

    # The value of "on its way" is empty, and an empty parameter means every outcome.
    outcome = django_filters.ChoiceFilter(
        choices=[(value or UNDER_WAY, label) for value, label in Submission.Outcome.choices],
        label="Outcome",
        method="filter_outcome",
    )
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all())

    class Meta:
        model = Submission
        fields = ["outcome", "organisation"]

    def filter_outcome(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(outcome="" if value == UNDER_WAY else value)


class SubmissionList(IndexView):
    """Every submission with its legs' states; metadata only."""

    model = Submission
    permission_policy = SUBMISSIONS
    any_permission_required = ["view"]
    filterset_class = SubmissionFilter
    default_ordering = "-submitted_at"
    paginate_by = 50
    is_searchable = True
    search_fields = ["reference"]
    search_backend_name = None
    columns = [
        TitleColumn("reference", label="Reference", url_name="submissions_admin:detail", width="18%"),
        Column("form", label="Form", accessor="form_version.form.title"),
        Column("organisation", label="Organisation", accessor="organisation.name"),
        DateColumn("submitted_at", label="Submitted", sort_key="submitted_at"),
        StatusTagColumn(
            "get_outcome_display",
            label="Outcome",
            primary=lambda row: row.outcome == Submission.Outcome.DELIVERED,
        ),
        Column("leg_states", label="Deliveries"),
    ]

    def get_base_queryset(self) -> Any:
        return submission_metadata()

    def get_table(self, object_list: Any) -> Any:
        """Give the rows of the page their legs' states, in one query for all of them."""
        rows = list(object_list)
        states = states_of_legs([row.pk for row in rows])
        for row in rows:
            row.leg_states = ", ".join(states.get(row.pk, ()))
        return super().get_table(rows)


def states_of_legs(subject_ids: list[Any]) -> dict[Any, list[str]]:
    """Return "partner: state" of every leg, by subject."""
    found: dict[Any, list[str]] = {}
    legs = (
        metadata_of(Delivery)
        .filter(subject_id__in=subject_ids)
        .select_related("partner", "replaced_by__partner")
    )
    shown = legs.only("subject_id", "state", "sent_at", "partner__name", "replaced_by__partner__name")
    for leg in shown.order_by("created_at", "partner__name"):
        found.setdefault(leg.subject_id, []).append(f"{leg.partner.name}: {state_label(leg)}")
    return found


class SubmissionDetail(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One submission: its facts, deliveries and documents; its answers only for its own organisation."""

    permission_policy = SUBMISSIONS
    any_permission_required = ["view"]
    template_name = "submissions/admin/submission.html"
    header_icon = "form"

    @cached_property
    def submission(self) -> Submission:
        return get_object_or_404(submission_metadata(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.submission.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions_admin:index"), "label": "Submissions"},
            {"url": "", "label": self.get_page_title()},
        ]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = self.submission
        documents = metadata_of(Document).filter(subject_id=submission.pk).select_related("partner")
        return {
            **super().get_context_data(**kwargs),
            "facts": _facts(submission),
            "legs": legs_of(submission.pk),
            "may_open_legs": self.request.user.has_perm("form_routing.view_delivery"),
            "documents": list(documents.order_by("created_at", "pk")),
            "sections": self._answers(),
        }

    def _answers(self) -> Any:
        """Return the answers if the person belongs to the organisation, and note the reading."""
        user: Any = self.request.user
        if not may_see_patient_data(person_of(user), self.submission):
            return None
        sections = sent_sections(self.submission)
        note_reading(self.request, self.submission, by=user, now=timezone.now())
        return sections


def _facts(submission: Submission) -> list[tuple[str, Any]]:
    version = submission.form_version
    facts = [
        ("Form", f"{version.form.title}, version {version.number}"),
        ("Organisation", str(submission.organisation)),
        ("Sent by", submission.submitted_by.name),
        ("Submitted", submission.submitted_at),
        ("Outcome", submission.get_outcome_display()),
        ("Settled", submission.settled_at),
        ("Submitter told", submission.notified_at),
    ]
    return [(label, value) for label, value in facts if value]
