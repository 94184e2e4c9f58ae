"""Tell the programme office by e-mail of deliveries that wait for a person. No patient data leaves here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from audit.trail import audited
from forms.routing.creating import record_delivery
from forms.routing.jobs import JobFailed
from forms.routing.legs import state_label
from forms.routing.models import Delivery
from forms.routing.overview import delivery_metadata
from forms.routing.transports.mail import sender_address
from programme.models import Programme

TEMPLATE = "routing/emails/alarm"
# A partner's outage stops many legs at once: one mail lists this many, the others follow in the next.
MOST_IN_ONE_MAIL = 50

State = Delivery.State
# A leg that is being sent has its news when that has ended.
AT_REST = (State.FAILED, State.HELD, State.RETRYING, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the mail says about one leg."""

    reference: str
    partner: str
    state: str
    what: str
    link: str


def tell_office(*, now: datetime) -> int:
    """Send one mail for each programme with news, and take note of it; return how many legs were told of.

    At least once: a worker that dies between the two sends it again, with the same Message-ID.
    :raises JobFailed: the mail server refuses or is away; what was not told stays due.
    """
    programmes = Programme.objects.filter(pk__in=_due().values("programme_id")).order_by("pk")
    return sum(_tell(programme, now=now) for programme in programmes)


def alarm_mail(programme: Programme, legs: Sequence[Delivery], *, more: int = 0) -> EmailMultiAlternatives:
    """Write the mail: each leg's reference, partner, state, kind of error and page; `more` legs follow later."""
    context = {
        "programme": programme,
        "alarms": list(_alarms(legs)),
        "more": more,
        "list_link": _address(reverse("deliveries:index")),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split()),
        body=render_to_string(f"{TEMPLATE}-body.txt", context),
        to=[settings.DELIVERY_CONTACT_EMAIL],
        headers={"Message-ID": _message_id(legs), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{TEMPLATE}-body.html", context), "text/html")
    return mail


def _due() -> QuerySet[Delivery]:
    return delivery_metadata().filter(alarm_due_at__isnull=False, state__in=AT_REST)


def _tell(programme: Programme, *, now: datetime) -> int:
    due = _due().filter(programme=programme)
    legs = list(due.order_by("alarm_due_at", "reference", "pk")[:MOST_IN_ONE_MAIL])
    if not legs:
        return 0
    try:
        alarm_mail(programme, legs, more=due.count() - len(legs)).send()
    except OSError as error:
        raise JobFailed(f"Mail not taken: {type(error).__name__}. Still to tell of: {len(legs)}") from error
    _note(legs, now=now)
    return len(legs)


def _note(legs: Sequence[Delivery], *, now: datetime) -> None:
    with audited(at=now):
        for leg in legs:
            # Newer news that came meanwhile is not taken for told.
            rows = Delivery.objects.filter(pk=leg.pk, alarm_due_at=leg.alarm_due_at)
            if rows.update(alarm_due_at=None, alarmed_at=now):
                record_delivery("office_told", leg, by="worker", state=leg.state)


def _alarms(legs: Sequence[Delivery]) -> Iterator[Alarm]:
    for leg in legs:
        yield Alarm(
            reference=leg.reference,
            partner=leg.partner.name,
            state=state_label(leg),
            what=_what(leg),
            link=_address(reverse("deliveries:detail", args=[leg.pk])),
        )


def _what(leg: Delivery) -> str:
    return {
        State.FAILED: f"The last error was {leg.get_error_kind_display().lower()}. "
        "Nothing more is tried until somebody tries it again or re-routes it.",
        State.HELD: "Nothing is sent until the reason on its page is gone and somebody releases it.",
        State.RETRYING: "The error is misconfigured: a setting must be corrected. Then try it again.",
        State.CANCELLED: f"Ask {leg.partner.name} to destroy the copy that it received. "
        "When it has confirmed that, note it on the delivery's page.",
    }[State(leg.state)]


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def _message_id(legs: Sequence[Delivery]) -> str:
    """Return the same id for the same news about the same legs."""
    news = sorted(f"{leg.pk} {leg.state} {leg.alarm_due_at}" for leg in legs)
    domain = sender_address().partition("@")[2] or "localhost"
    return f"<{uuid5(NAMESPACE_URL, ' '.join(news))}@{domain}>"
