"""Every component in every state on one page, for those who build with them; never in production."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a summary list."""

    label: str
    text: str
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the progress list."""

    title: str
    url: str = ""
    done: bool = False
    current: bool = False


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with synthetic content."""
    context = {
        "rows": (
            Row("Name", "Alex Tester", "#buttons"),
            Row("Address", "1 Lighthouse Road\nHarbour Vale\nZZ1 1ZZ", "#buttons"),
            Row("Best time to call", "Weekday mornings, before 11. " * 6, "#buttons"),
            Row("Hospital number", "Not answered"),
        ),
        "steps": (
            Step("Organisation", "#buttons", done=True),
            Step("Patient", "#buttons", done=True),
            Step("Contact", current=True),
            Step("Clinical"),
            Step("Services"),
            Step("Delivery"),
            Step("Confirm"),
        ),
        "tags": (
            ("", "In progress"),
            ("good", "Sent"),
            ("wait", "Waiting"),
            ("bad", "Failed"),
            ("quiet", "Cancelled"),
        ),
        "errors": (
            ("example-email", "Enter an e-mail address in the right form, like name@hospital.example"),
            ("example-date-day", "Date of birth must be a real date"),
            ("", "This form changed in another window. Check your answers and send them again."),
        ),
        "lines": ("First line of the notice.", "Second line of the notice."),
        "page": Paginator(range(30), 10).page(2),
    }
    return render(request, "gallery/index.html", context)
