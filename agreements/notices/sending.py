"""Send the mails that are owed, each until a server takes it. No patient data is near here.

Subjects carry references only; what a mail attaches is the sealed PDF, byte for byte.
"""

from __future__ import annotations

import logging
import re
import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from agreements.events import note
from agreements.models import Agreement
from agreements.notices.wordings import HTML, SUBJECT, TEXT, template_of, wording_sha256
from agreements.signing.models import Notice, SigningRequest
from agreements.standing import last_day_of
from audit.trail import audited
from forms.documents.services import read_pdf
from forms.routing.failures import log_failure
from forms.routing.transports.mail import sender_address
from programme.addresses import address_on

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
# Some three weeks with the longest wait: after that somebody has to look.
MOST_TRIES = 120
# A server that refuses for good does not change its mind; a few tries more, for one that is set up wrongly.
PERMANENT, MOST_REFUSALS = 500, 5
# How long the queue has before the job takes over what a dead worker left.
GRACE = timedelta(minutes=5)
AT_ONCE = 200
# Mails that only make sense while the request that they are about is open.
WHILE_OPEN = frozenset({"to_sign", "to_countersign", "reminder", "nobody_to_countersign"})
# Mails that only make sense while it is the team's turn.
WAITING_FOR_TEAM = frozenset({"issued", "to_prepare"})


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
    if is_pointless(notice):
        _settle(notice, now, action="notice_dropped", dropped_at=now)
        return "no longer of use"
    try:
        mail_of(notice).send()
    except OSError as error:
        code = refused_for_good(error)
        if code and notice.tries + 1 >= MOST_REFUSALS:
            return _give_up(notice, f"{type(error).__name__} {code}", now)
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
    sent = sum(one.startswith("sent") for one in done)
    return sent, done.count("not taken") + done.count("given up")


def refused_for_good(error: OSError) -> int:
    """Return the SMTP code with which a server refused this mail or its reader for good; 0 for all else.

    RFC 5321, 4.2.1: 5yz is permanent. Refusals of our own sender or password are not the mail's fault.
    """
    code = 0
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # A mail has one reader.
        code = min((code for code, _ in error.recipients.values()), default=0)
    elif isinstance(error, smtplib.SMTPDataError):
        code = error.smtp_code
    return code if code >= PERMANENT else 0


def mail_of(notice: Notice) -> EmailMultiAlternatives:
    """Write the mail; what is complete carries the sealed PDF."""
    agreement = notice.agreement
    follows = agreement.parent
    values = {
        "agreement": agreement,
        "kind": agreement.get_kind_display(),
        "organisation": agreement.organisation,
        "partner": agreement.partner,
        "programme": agreement.programme,
        "request": notice.request,
        "sign_by": agreement.sign_by,
        "is_draft": agreement.stage == Agreement.Stage.DRAFT,
        "last_day": last_day_of(agreement),
        "follows": follows,
        "replace_by": follows.replace_by if follows else None,
        "contact": settings.DELIVERY_CONTACT_EMAIL,
        **_links(notice),
    }
    subject, text, html = (template_of(notice.template, part) for part in (SUBJECT, TEXT, HTML))
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(subject, values).split()),
        # A link that a reader has no need of leaves no hole.
        body=re.sub(r"\n{3,}", "\n\n", render_to_string(text, values)),
        to=[notice.email],
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(html, values), "text/html")
    if notice.template == "complete" and agreement.sealed_copy is not None:
        mail.attach(f"{agreement.reference}.pdf", read_pdf(agreement.sealed_copy), "application/pdf")
    return mail


def _links(notice: Notice) -> dict[str, str]:
    tokens = notice.tokens or {}
    reference, programme = notice.agreement.reference, notice.agreement.programme
    links = {
        "link": address_on(programme, reverse("agreements:agreement", args=[reference])),
        "office_link": _address(reverse("agreement_register:agreement", args=[notice.agreement_id])),
        "queue_link": address_on(programme, reverse("agreements:to_countersign")),
        "verify_link": address_on(programme, reverse("agreements:verify")),
    }
    if "sign" in tokens:
        links["sign_link"] = address_on(programme, reverse("agreements:link", args=[tokens["sign"]]))
    elif notice.request_id:
        links["sign_link"] = address_on(programme, reverse("agreements:signing", args=[notice.request_id]))
    if "account" in tokens:
        links["account_link"] = address_on(
            programme, reverse("accounts:invitation", args=[tokens["account"]])
        )
    return links


def is_pointless(notice: Notice) -> bool:
    """Say whether a mail has no more use: what it asks for was done, or is not wanted any more."""
    if notice.template == "seal_failed":
        return notice.agreement.stage != Agreement.Stage.COUNTERSIGNED
    if notice.template in WAITING_FOR_TEAM:
        return notice.agreement.stage not in (Agreement.Stage.DRAFT, Agreement.Stage.OUT)
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


def _give_up(notice: Notice, problem: str, now: datetime) -> str:
    """Try no more: it keeps its problem, which the register shows until somebody sends it again."""
    logger.warning("Notice %s about %s is given up: %s", notice.pk, notice.agreement.reference, problem)
    _settle(
        notice, now, action="notice_refused", dropped_at=now, tries=notice.tries + 1, problem=problem[:240]
    )
    return "given up"


def _settle(notice: Notice, now: datetime, *, action: str, **values: Any) -> None:
    with audited(at=now):
        owed = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True, dropped_at__isnull=True)
        # The tokens served their purpose: only their hashes stay.
        if not owed.update(**{"tokens_sealed": b"", "problem": "", **values}):
            return
        note(
            action,
            notice.agreement,
            template=notice.template,
            wording_sha256=wording_sha256(notice.template),
            notice=str(notice.pk),
            request=str(notice.request_id or ""),
            problem=values.get("problem", ""),
            personal={"email": notice.email},
        )
        if "sent_at" in values and notice.request_id:
            # A later mail about the same arrived, for example a reminder: nothing is left to be done.
            same = Notice.objects.filter(request=notice.request_id, email=notice.email)
            same.filter(dropped_at__isnull=False).update(problem="")


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def _message_id(notice: Notice) -> str:
    return f"<{notice.pk}@{sender_address().partition('@')[2] or 'localhost'}>"
