"""Send the mails that are owed, each until a server takes it. No patient data is near here.

Subjects carry references only; what a mail attaches is the sealed PDF, byte for byte.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from agreements.events import note
from agreements.models import Agreement
from agreements.signing.models import Notice, SigningRequest
from audit.trail import audited
from forms.documents.services import read_pdf
from forms.routing.failures import log_failure
from forms.routing.transports.mail import sender_address

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
# Some three weeks with the longest wait: after that somebody has to look.
MOST_TRIES = 120
# How long the queue has before the job takes over what a dead worker left.
GRACE = timedelta(minutes=5)
AT_ONCE = 200
# Mails that only make sense while the request that they are about is open.
WHILE_OPEN = frozenset({"to_sign", "to_countersign", "reminder"})


def send(*, notice_id: UUID, now: datetime) -> str:
    """Send one mail and take note of it; return what was done.

    At least once: a worker that dies between the two sends it again, with the same Message-ID.
    """
    notice = (
        Notice.objects.select_related(
            "agreement__organisation", "agreement__partner", "agreement__programme", "request"
        )
        .filter(pk=notice_id, sent_at__isnull=True, dropped_at__isnull=True)
        .first()
    )
    # Idempotent: sent already, or no longer owed.
    if notice is None:
        return "nothing to send"
    if _pointless(notice):
        _settle(notice, now, action="notice_dropped", dropped_at=now)
        return "no longer of use"
    try:
        mail_of(notice).send()
    except OSError as error:
        return _later(notice, type(error).__name__, now)
    except Exception as error:  # noqa: BLE001 - one mail's surprise must not keep the others back
        log_failure(logger, f"Notice {notice.pk} about {notice.agreement.reference}", error)
        return _later(notice, type(error).__name__, now)
    _settle(notice, now, action="notice_sent", sent_at=now)
    return f"sent {notice.template}"


def send_overdue(now: datetime) -> tuple[int, int]:
    """Send every mail whose time has come and that the queue left; return how many were sent and were not."""
    owed = Notice.objects.filter(
        sent_at__isnull=True, dropped_at__isnull=True, next_try_at__lte=now - GRACE, tries__lt=MOST_TRIES
    )
    done = [send(notice_id=one, now=now) for one in list(owed.values_list("pk", flat=True)[:AT_ONCE])]
    return sum(one.startswith("sent") for one in done), done.count("not taken")


def mail_of(notice: Notice) -> EmailMultiAlternatives:
    """Write the mail; what is complete carries the sealed PDF."""
    agreement = notice.agreement
    values = {
        "agreement": agreement,
        "kind": agreement.get_kind_display(),
        "organisation": agreement.organisation,
        "partner": agreement.partner,
        "programme": agreement.programme,
        "request": notice.request,
        "sign_by": agreement.sign_by,
        "contact": settings.DELIVERY_CONTACT_EMAIL,
        **_links(notice),
    }
    base = f"agreements/emails/{notice.template}"
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{base}-subject.txt", values).split()),
        # A link that a reader has no need of leaves no hole.
        body=re.sub(r"\n{3,}", "\n\n", render_to_string(f"{base}-body.txt", values)),
        to=[notice.email],
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{base}-body.html", values), "text/html")
    if notice.template == "complete" and agreement.sealed_copy is not None:
        mail.attach(f"{agreement.reference}.pdf", read_pdf(agreement.sealed_copy), "application/pdf")
    return mail


def _links(notice: Notice) -> dict[str, str]:
    tokens = notice.tokens or {}
    reference = notice.agreement.reference
    links = {
        "link": _address(reverse("agreements:agreement", args=[reference])),
        "office_link": _address(reverse("agreement_register:agreement", args=[notice.agreement_id])),
        "queue_link": _address(reverse("agreements:to_countersign")),
        "verify_link": _address(reverse("agreements:verify")),
    }
    if "sign" in tokens:
        links["sign_link"] = _address(reverse("agreements:link", args=[tokens["sign"]]))
    elif notice.request_id:
        links["sign_link"] = _address(reverse("agreements:signing", args=[notice.request_id]))
    if "account" in tokens:
        links["account_link"] = _address(reverse("accounts:invitation", args=[tokens["account"]]))
    return links


def _pointless(notice: Notice) -> bool:
    if notice.template == "seal_failed":
        return notice.agreement.stage != Agreement.Stage.COUNTERSIGNED
    if notice.template not in WHILE_OPEN or notice.request is None:
        return False
    return notice.request.state != SigningRequest.State.OPEN


def _later(notice: Notice, problem: str, now: datetime) -> str:
    wait = min(FIRST_WAIT * 2 ** min(notice.tries, 10), LONGEST_WAIT)
    logger.warning("Notice %s about %s was not taken: %s", notice.pk, notice.agreement.reference, problem)
    Notice.objects.filter(pk=notice.pk).update(
        tries=notice.tries + 1, next_try_at=now + wait, problem=problem[:240]
    )
    return "not taken"


def _settle(notice: Notice, now: datetime, *, action: str, **values: datetime) -> None:
    with audited(at=now):
        owed = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True, dropped_at__isnull=True)
        # The tokens served their purpose: only their hashes stay.
        if owed.update(tokens_sealed=b"", problem="", **values):
            note(
                action,
                notice.agreement,
                template=notice.template,
                notice=str(notice.pk),
                request=str(notice.request_id or ""),
                personal={"email": notice.email},
            )


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def _message_id(notice: Notice) -> str:
    return f"<{notice.pk}@{sender_address().partition('@')[2] or 'localhost'}>"
