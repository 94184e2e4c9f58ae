"""Begin to try a form: which state of it, and as a member of which organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from forms.definitions.admin.pages import WithFormPages
from forms.definitions.compile import CompileFailed, Sketch, sketch_form
from forms.definitions.models import Form, FormVersion
from forms.definitions.versions import spec_of
from forms.trials.models import Trial
from forms.trials.rights import form_to_try
from forms.trials.services import NothingToTry, begin_trial
from forms.trials.surroundings import organisations_of

DRAFT = "draft"
PROBLEMS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class State:
    """A state of the form that can be tried: its latest draft or a version."""

    value: str
    label: str


class StartTrial(WithFormPages, WagtailAdminTemplateMixin, TemplateView):
    """Choose what to try, go on with what was begun."""

    template_name = "trials/admin/start.html"
    page_title = "Try it"
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.form = form_to_try(request.user, kwargs["form_id"])
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_form_of_pages(self) -> Form:
        return self.form

    def get_page_subtitle(self) -> str:
        return str(self.draft.title or self.form.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailsnippets_form_definitions_form:edit", args=[self.form.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_form_definitions_form:list"), "label": "Forms"},
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    @cached_property
    def draft(self) -> Form:
        """Return the form as its latest revision has it."""
        found: Form = self.form.get_latest_revision_as_object()
        return found

    @cached_property
    def sketch(self) -> Sketch | None:
        """Return the draft as it stands, None while it has no kind."""
        try:
            return sketch_form(self.draft)
        except CompileFailed:
            return None

    @cached_property
    def versions(self) -> list[FormVersion]:
        return list(self.form.versions.order_by("-number"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = self.sketch.problems if self.sketch else ()
        now = timezone.now()
        mine = Trial.objects.filter(form=self.form, owner_id=self.request.user.pk, expires_at__gt=now)
        return {
            **super().get_context_data(**kwargs),
            "form_to_try": self.form,
            "states": self._states(),
            "organisations": organisations_of(self.form.programme_id),
            "problems": [str(one) for one in problems[:PROBLEMS_SHOWN]],
            "more_problems": max(0, len(problems) - PROBLEMS_SHOWN),
            "trials": mine.select_related("organisation").defer("spec", "work_sealed"),
            "edit_url": reverse("wagtailsnippets_form_definitions_form:edit", args=[self.form.pk]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            trial = self._begin(request)
        except NothingToTry as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("trials:resume", args=[trial.pk]))

    def _begin(self, request: HttpRequest) -> Trial:
        wanted = request.POST.get("organisation", "")
        organisations = organisations_of(self.form.programme_id)
        chosen = next((one for one in organisations if str(one.pk) == wanted), None)
        version = self._version(request.POST.get("state", ""))
        if version is None and self.sketch is None:
            raise NothingToTry("Choose the kind of form first.")
        state = str(version.number) if version else DRAFT
        number = version.number if version else len(self.versions) + 1
        return begin_trial(
            form=self.form,
            spec=spec_of(version) if version else self.sketch.spec,  # type: ignore[union-attr]
            of=next(one.label for one in self._states() if one.value == state),
            version_number=number,
            organisation=chosen,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            follows_rules=version is not None or not self.sketch.problems,  # type: ignore[union-attr]
        )

    def _version(self, number: str) -> FormVersion | None:
        return next((one for one in self.versions if str(one.number) == number), None)

    def _states(self) -> list[State]:
        revision = self.form.latest_revision
        saved = date_format(timezone.localtime(revision.created_at), "j F Y, H:i") if revision else ""
        draft = State(DRAFT, f"Draft saved on {saved}" if saved else "Draft")
        return [draft, *(State(str(one.number), f"Version {one.number}") for one in self.versions)]
