"""Register a marked patient page by page, deliver by every transport, and collect what each recipient got."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.trail import audited
from content.demo.browser import Browser
from content.demo.registering import register
from content.loading.demo import load_demo, publish_demo_form
from content.loading.files import folder_of
from content.loading.form import load_form
from content.loading.groups import load_groups
from content.loading.partners import load_partners
from content.loading.programme import load_record
from content.loading.report import Report
from directory.models import Destination, Partner
from forms.routing.models import Delivery
from forms.routing.pipeline import send_leg
from forms.routing.tasks import enqueue_delivery
from forms.submissions.models import Submission
from forms.submissions.notifications import notify
from programme.models import Service
from tests import builders
from tests.integration.disclosure.sentinels import Marked, marked_form
from tests.integration.disclosure.sheet import APP, HOMECARE, NURSE, TEAM, Scenario
from tests.integration.routing.aws_server import AwsServer
from tests.integration.routing.mail_server import MailServer
from tests.programme_data import PROGRAMME

REFERRER = "robin.referrer@harbourvale.invalid"
BUCKET = "app-service-inbox"


@dataclass(frozen=True, slots=True)
class Received:
    """What lies at a recipient's: a PDF, the words that came with it, and the name it came under."""

    audience: str
    pdf: bytes = field(repr=False)
    passphrase: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Registered:
    """One registration after everything was delivered."""

    marked: Marked
    reference: str
    received: dict[str, Received]
    addresses: tuple[str, ...]  # every address that the person's browser asked for
    told_submitter: str


class ClientBrowser(Browser):
    """The demo's browser on Django's test client: the same reading and filling in of pages."""

    def __init__(self, client: Client) -> None:
        super().__init__("http://testserver")
        self.client = client
        self.asked: list[str] = []

    def _once(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.asked.append(path)
        if body is None:
            response = self.client.get(path)
        else:
            response = self.client.post(path, body, content_type="application/x-www-form-urlencoded")
        return response.status_code, response.headers.get("Location", ""), response.content.decode()


def load_marked_programme(*, now: Any, change: Callable[[Any], object] = lambda data: None) -> None:
    """Load the demo with marks in its form; `change` may spoil the form's data before it is published."""
    folder = folder_of(PROGRAMME)
    data, form_data = folder.read("demo"), marked_form(folder.read("registration"))
    change(form_data)
    report = Report()
    with audited(at=now):
        programme = load_record(folder.read("programme"), now=now, report=report)
        load_partners(folder.read("partners"), programme=programme, now=now, report=report)
        load_demo(
            data,
            programme=programme,
            groups=load_groups(programme=programme, now=now),
            now=now,
            report=report,
        )
        author = User.objects.get(email=data["form_written_by"])
        form = load_form(form_data, programme=programme, by=author, now=now, report=report)
        publish_demo_form(form, data=data, now=now, report=report)


def use_every_transport(*, now: Any) -> None:
    """Mail for the nurse service, a folder for homecare, a bucket for the app service, which is switched on."""
    Destination.objects.filter(partner__role=NURSE).update(
        transport="smtp", address="referrals@nurses.invalid"
    )
    app = Partner.objects.get(role=APP)
    Service.objects.filter(partners=app).update(available=True)
    builders.a_destination(app, now=now, transport="s3", address=BUCKET, options={"kms_key": "alias/inbox"})


def register_marked(
    client: Client, scenario: Scenario, *, inboxes: Path, relay: MailServer, aws: AwsServer
) -> Registered:
    """Fill in every page as a member of the team, let a worker deliver, and open every inbox."""
    marked = Marked(scenario, timezone.localdate())
    client.force_login(User.objects.get(email=REFERRER))
    browser = ClientBrowser(client)
    reference = register(browser, form_slug="registration", answers=marked.answers(), say=lambda title: None)
    submission = Submission.objects.get(reference=reference)
    for leg in Delivery.objects.filter(subject_id=submission.pk):
        state = send_leg(delivery_id=leg.pk, clock=timezone.now, schedule=enqueue_delivery)
        assert state == Delivery.State.SENT, Delivery.objects.get(pk=leg.pk).error
    notify(submission_id=submission.pk, now=timezone.now())
    received = dict(_inboxes_of(submission, inboxes=inboxes, relay=relay, aws=aws))
    copy = client.get(f"/registrations/{reference}/copy.pdf")
    received[TEAM] = Received(TEAM, copy.content, "", str(copy.headers), copy["Content-Disposition"])
    return Registered(
        marked=marked,
        reference=reference,
        received=received,
        addresses=tuple(browser.asked),
        told_submitter="\n".join(str(message.message()) for message in mail.outbox),
    )


def _inboxes_of(
    submission: Submission, *, inboxes: Path, relay: MailServer, aws: AwsServer
) -> Iterable[tuple[str, Received]]:
    for leg in Delivery.objects.filter(subject_id=submission.pk).select_related("partner"):
        passphrase = leg.destination["passphrase"]
        if leg.transport == "smtp":
            yield NURSE, _mail(relay, passphrase)
        elif leg.transport == "s3":
            yield APP, _object(aws, passphrase)
        else:
            (path,) = (inboxes / leg.partner.code).iterdir()
            yield HOMECARE, Received(HOMECARE, path.read_bytes(), passphrase, "", path.name)


def _mail(relay: MailServer, passphrase: str) -> Received:
    (envelope,) = relay.messages
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.SMTP)
    (attachment,) = message.iter_attachments()
    body = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    headers = [f"{name}: {value}" for part in message.walk() for name, value in part.items()]
    words = "\n".join([*headers, *body, str(envelope.mail_from), *envelope.rcpt_tos])
    return Received(NURSE, attachment.get_content(), passphrase, words, attachment.get_filename() or "")


def _object(aws: AwsServer, passphrase: str) -> Received:
    s3 = aws.client("s3")
    (found,) = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    taken = s3.get_object(Bucket=BUCKET, Key=found["Key"])
    words = str({**taken["Metadata"], **taken["ResponseMetadata"]["HTTPHeaders"]})
    return Received(APP, taken["Body"].read(), passphrase, words, found["Key"])


def with_pdf(received: Received, pdf: bytes) -> Received:
    """Return what was received with another PDF."""
    return replace(received, pdf=pdf)
