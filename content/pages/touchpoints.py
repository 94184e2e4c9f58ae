"""The page of the touchpoints: the journey, the same full screen, and one patient's calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from content.caching.marks import never_keep
from content.icalendar import MEDIA_TYPE
from content.journey_blocks import LaneBlock, PhaseBlock
from content.pages.base import ContentPage, panels_with
from content.touchpoints.filtering import EVERYBODY, PARAMETER, lane_links, query_of
from content.touchpoints.forms import FirstDoseForm
from content.touchpoints.journey import Journey, filtered
from content.touchpoints.reading import journey_from, unknown_lanes
from content.touchpoints.saving import FILE_NAME, as_icalendar
from content.touchpoints.weeks import TICKS
from content.touchpoints.year import Year, year_of
from forms.registration.calendar import Schedule, ScheduleUnusable
from forms.registration.supplements import schedule_of
from programme.current import programme_of, services_of

FULL, CALENDAR = "full", "calendar"
MOST_LANES = 8
# The calendar that a certificate keeps, so that its wording is certified as well.
EXAMPLE = date(2027, 1, 4)


class TouchpointsPage(ContentPage):  # type: ignore[django-manager-missing]
    """Who does what, and when: phases and their steps as one ordered list, placed by week."""

    lanes = StreamField(
        [("lane", LaneBlock())],
        blank=True,
        max_num=MOST_LANES,
        help_text="Who takes part. Readers choose whose touchpoints they see.",
    )
    phases = StreamField([("phase", PhaseBlock())])
    months_each = models.PositiveSmallIntegerField(
        "months between deliveries",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="How many months a delivery is for, where nobody prefers a delivery each month.",
    )

    content_panels = panels_with(FieldPanel("lanes"), FieldPanel("phases"), FieldPanel("months_each"))
    search_fields = [*ContentPage.search_fields, index.SearchField("phases")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []

    def clean(self) -> None:
        """Refuse two lanes with one key, and steps of lanes that there are not."""
        super().clean()
        counted = Counter(block.value["key"] for block in self.lanes)
        if twice := sorted(key for key, number in counted.items() if number > 1):
            raise ValidationError({"lanes": f"Two lanes have the key “{twice[0]}”. Give one another key."})
        for title, key in unknown_lanes(self.lanes, self.phases):
            raise ValidationError({"phases": f"“{title}” names “{key}”, but no lane has this key."})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and path_components in ([FULL], [CALENDAR]):
            return RouteResult(self, kwargs={"view": path_components[0]})
        found: RouteResult = super().route(request, path_components)
        return found

    def get_cached_paths(self) -> list[str]:
        """Return the paths below this page's address at which caches may hold something of it."""
        return ["/", f"/{FULL}/"]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = kwargs.pop("view", "")
        if view == CALENDAR:
            return self._calendar(request)
        if view == FULL:
            return self._full_screen(request)
        answer: HttpResponseBase = super().serve(request, *args, **kwargs)
        return answer

    def certified_views(self, request: HttpRequest) -> Iterable[HttpResponse]:
        """Return the page, the same full screen, and its calendar before and after a day was entered.

        A filter shows a part of what is certified, and nothing else.
        """
        yield from super().certified_views(request)
        yield self._full_screen(request)
        yield self._calendar_page(request, self._form())
        year = self._year(request, first_dose=EXAMPLE, months_each=self.months_each, with_optional=True)
        yield self._calendar_page(request, self._form(), year)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        journey = filtered(self.journey(request), request.GET.getlist(PARAMETER))
        query = query_of(journey, {lane.key for lane in journey.chosen})
        return {
            **context,
            "journey": journey,
            "lane_links": lane_links(journey),
            "everybody": EVERYBODY,
            "ticks": TICKS,
            "page_address": context["page"].get_url(request) or "./",
            "query": query,
        }

    def journey(self, request: HttpRequest) -> Journey:
        """Return the whole journey, in the state of the programme's services."""
        return journey_from(
            self.lanes,
            self.phases,
            services=services_of(request),
            schedule=schedule_on(request),
            months_each=self.months_each,
        )

    def _full_screen(self, request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, "content/touchpoints/full.html", self.get_context(request))

    def _calendar(self, request: HttpRequest) -> HttpResponse:
        """Make the calendar from what was posted; neither it nor the form is kept by anybody."""
        never_keep(request)
        if request.method != "POST":
            return unstored(self._calendar_page(request, self._form()))
        form = self._form(request.POST)
        if not form.is_valid():
            return unstored(self._calendar_page(request, form, status=422))
        year = self._year(
            request,
            first_dose=form.cleaned_data["first_dose"],
            months_each=form.cleaned_data["months_each"],
            with_optional=form.cleaned_data["with_optional"],
        )
        if year is not None and "save" in request.POST:
            return unstored(self._file(request, year))
        return unstored(self._calendar_page(request, form, year))

    def _form(self, data: Any = None) -> FirstDoseForm:
        return FirstDoseForm(data, today=timezone.localdate(), months_each=self.months_each)

    def _year(
        self, request: HttpRequest, *, first_dose: date, months_each: int, with_optional: bool
    ) -> Year | None:
        schedule = schedule_on(request)
        if schedule is None:
            return None
        return year_of(
            self.journey(request),
            schedule,
            first_dose,
            months_each=months_each,
            with_optional=with_optional,
        )

    def _calendar_page(
        self, request: HttpRequest, form: FirstDoseForm, year: Year | None = None, *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.get_context(request),
            "form": form,
            "errors": form.problems,
            "year": year,
            "can_be_made": schedule_on(request) is not None,
        }
        return TemplateResponse(request, "content/touchpoints/calendar.html", context, status=status)

    def _file(self, request: HttpRequest, year: Year) -> HttpResponse:
        text = as_icalendar(
            year,
            address=self.get_full_url(request) or self.url_path,
            maker="-//Patient support programmes//Touchpoints//EN",
            footer=f"Job code {self.job_code}, {self.prepared_on:%B %Y}",
            now=timezone.now(),
        )
        response = HttpResponse(text, content_type=MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return response


def schedule_on(request: HttpRequest) -> Schedule | None:
    """Return the dosing facts of the request's programme; None while it has none that make a calendar."""
    product = getattr(programme_of(request), "product", None)
    try:
        return schedule_of(product) if product is not None else None
    except ScheduleUnusable:
        return None


def unstored(response: HttpResponse) -> HttpResponse:
    """Tell browsers and everything on the way to keep nothing of an answer."""
    response["Cache-Control"] = "private, no-store"
    return response
