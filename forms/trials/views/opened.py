"""A trial as one request needs it, and what surrounds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from forms.definitions.context import FormContext
from forms.definitions.spec import from_json
from forms.submissions.journey import journey_of
from forms.submissions.surroundings import Offer
from forms.submissions.validation import StepProblem, rule_problems
from forms.submissions.views.access import signed_in
from forms.submissions.views.open_work import OpenWork
from forms.submissions.work import work_from_json
from forms.trials.models import Trial
from forms.trials.outcome import Answered
from forms.trials.rights import own_trial
from forms.trials.surroundings import context_of_trial, offer_of, organisation_or_sample
from programme.current import programme_by_key, remember_programme

P = ParamSpec("P")


def private(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask for a sign-in, and forbid every cache and search engine to keep the page."""
    protected = login_required(view)

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = protected(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return update_wrapper(guarded, view)


@dataclass(frozen=True, slots=True)
class OpenTrial(OpenWork):
    """A trial with its spec, its work and the journey so far."""

    trial: Trial
    owner: User
    now: datetime

    @property
    def home_url(self) -> str:
        return reverse("form_trials_admin:start", args=[self.trial.form_id])

    def url(self, name: str) -> str:
        return reverse(f"trials:{name}", args=[self.trial.pk])

    def address_of_step(self, step_key: str) -> str:
        return reverse("trials:step", args=[self.trial.pk, step_key])

    def answered(self) -> Answered:
        """Return the answers with what surrounds them."""
        trial = self.trial
        return Answered(
            spec=self.spec,
            applied=self.journey.applied,
            programme=trial.programme,
            organisation=organisation_or_sample(trial.organisation, trial.programme),
            offer=self.offer(),
            at=trial.sent_at or self.now,
            version_number=trial.version_number,
            follows_rules=trial.follows_rules,
        )

    def offer(self) -> Offer:
        """Return the partners that may be chosen."""
        return offer_of(self.spec, self.trial.programme, timezone.localdate(self.now))

    def context(self) -> FormContext:
        """Return what surrounds the questions."""
        return context_of_trial(
            spec=self.spec,
            organisation=organisation_or_sample(self.trial.organisation, self.trial.programme),
            offer=self.offer(),
            today=timezone.localdate(self.now),
        )

    def rule_problems(self, context: FormContext) -> tuple[StepProblem, ...]:
        """Return what the rules of the kind say; nothing of a form that could not be published."""
        return rule_problems(self.spec, self.journey, context) if self.trial.follows_rules else ()


def opened(request: HttpRequest, trial_id: UUID) -> OpenTrial:
    """Read the person's own trial and plan its journey; 404 for anybody else's and for one that is over."""
    now = timezone.now()
    trial = own_trial(request.user, trial_id, now=now)
    trial.programme = programme_by_key(trial.programme_id)
    remember_programme(request, trial.programme)
    spec, work = from_json(trial.spec), work_from_json(trial.work)
    # What is counted from today is worked out anew, as for a team.
    journey = journey_of(spec, work.answers, work.visited, today=timezone.localdate(now))
    return OpenTrial(spec, work, journey, trial, signed_in(request), now)
