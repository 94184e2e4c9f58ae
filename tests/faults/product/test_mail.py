"""A relay that drops connections while workers die: each mail arrives at least once, always the same."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator
from email import message_from_bytes, policy
from itertools import islice
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import Envelope

from directory.models import Destination
from forms.routing.models import Delivery
from tests.bench.identifiers import never_issued_numbers
from tests.faults.product import evidence
from tests.faults.product.killer import Killer
from tests.faults.product.people import TEAM, Team, signed_in
from tests.faults.product.running import WEB, WORKER, Product
from tests.integration.routing.mail_server import MailServer

pytestmark = pytest.mark.faults
# What happens to a mail: taken and said so; dropped; taken, but nobody hears of it; refused for now.
FATES = ("", "", "drop", "drop after taking", "451 Try again later")


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[MailServer]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    server = MailServer(authority)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def product_environment(relay: MailServer, tmp_path: Path) -> dict[str, str]:
    return {
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(relay.port),
        "EMAIL_HOST_USER": relay.USER,
        "EMAIL_HOST_PASSWORD": relay.PASSWORD,
        "SSL_CERT_FILE": str(tmp_path / "authority.pem"),
    }


def _send_by_mail(partner: str) -> None:
    destinations = Destination.objects.filter(partner__code=partner)
    assert destinations.update(transport="smtp", address=f"referrals@{partner}.invalid") == 1


def _deliver_under_fire(product: Product, relay: MailServer, *, count: int, seed: int) -> None:
    for partner in evidence.PARTNERS:
        _send_by_mail(partner)
    relay.faults = random.Random(seed).choices(FATES, k=3 * count)
    product.start(WEB)
    product.start(WORKER)
    product.wait_for_web()
    killer = Killer(product, seed=seed, victims=(WORKER,))
    team = Team(signed_in(product.url, email, before_submit=killer.form_leaves) for email in TEAM)
    killer.start()
    try:
        team.register(islice(never_issued_numbers(), count))
    finally:
        killer.stop()
    evidence.wait_until_all_sent(count)
    product.stop()
    evidence.assert_each_accepted_is_one_submission(team.accepted)
    evidence.assert_each_submission_has_its_legs_sent()
    evidence.assert_the_trail_is_whole()


def _by_message_id(messages: list[Envelope]) -> dict[str, list[Envelope]]:
    found = defaultdict(list)
    for envelope in messages:
        found[str(message_from_bytes(_bytes(envelope), policy=policy.SMTP)["Message-ID"])].append(envelope)
    return found


def _bytes(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


def _assert_each_leg_arrived_always_the_same(messages: list[Envelope]) -> None:
    arrived = _by_message_id(messages)
    # The demo's agreements were made before their partners got mail, so their copies go into folders.
    by_mail = Delivery.objects.filter(transport="smtp")
    legs = {f"<{leg.pk}@programme.invalid>": leg for leg in by_mail}
    assert set(arrived) == set(legs)
    for name, copies in arrived.items():
        assert len({(_bytes(one), one.mail_from, tuple(one.rcpt_tos)) for one in copies}) == 1, name
        mail = message_from_bytes(_bytes(copies[0]), policy=policy.SMTP)
        (attachment,) = mail.iter_attachments()
        assert hashlib.sha256(attachment.get_content()).hexdigest() == legs[name].payload_sha256
    assert len(messages) > len(legs), "no mail went out twice, so this shows nothing about repeats"


def test_mails_arrive_with_one_identity_through_drops_and_kills(product: Product, relay: MailServer) -> None:
    _deliver_under_fire(product, relay, count=12, seed=3)

    _assert_each_leg_arrived_always_the_same(relay.messages)


@pytest.mark.long
def test_many_mails_arrive_with_one_identity_through_drops_and_kills(
    product: Product, relay: MailServer
) -> None:
    _deliver_under_fire(product, relay, count=100, seed=4)

    _assert_each_leg_arrived_always_the_same(relay.messages)
