"""The pages of a signatory refuse with a page that says what happened, and nothing is half signed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice, Signature, SigningRequest
from agreements.presenting.page import page_of
from agreements.services.closing import withdraw
from agreements.services.signatories import hand_over, name_signatory
from directory.models import Organisation
from tests.agreeing import Parties, asked, issued, made_ready, put_out

pytestmark = pytest.mark.django_db
NOTHING = "Nothing was signed or changed."


@pytest.fixture
def now() -> datetime:
    """The pages read the clock."""
    return timezone.now()


@pytest.fixture
def request_to_sign(who: Parties, now: datetime) -> SigningRequest:
    return asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)


@pytest.fixture
def ready(who: Parties, request_to_sign: SigningRequest, now: datetime) -> SigningRequest:
    made_ready(request_to_sign, by=who.signatory, now=now)
    request_to_sign.agreement.refresh_from_db()
    return request_to_sign


def page(name: str, request: SigningRequest) -> str:
    return reverse(f"agreements:{name}", args=[request.pk])


def typed(request: SigningRequest, **values: str) -> dict[str, str]:
    return {
        "name": "Sia Signatory",
        "job_title": "Chief pharmacist",
        "page": page_of(request.agreement).sha256,
        "strokes": "",
        **values,
    }


def as_person(client: Client, user: User) -> Client:
    client.force_login(User.objects.get(pk=user.pk))
    return client


def nothing_signed() -> bool:
    return not Signature.objects.exists() and Agreement.objects.get().stage in ("out", "withdrawn")


def test_the_signature_is_taken_once(client: Client, who: Parties, ready: SigningRequest) -> None:
    as_person(client, who.signatory)

    first = client.post(page("sign", ready), typed(ready))
    second = client.post(page("sign", ready), typed(ready))

    assert (first.status_code, first.url) == (302, page("signing", ready))
    assert second.status_code == 200
    assert "You have signed" in second.content.decode()
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"page": ""}, ""),
        ({"page": "no hash"}, ""),
        ({"name": " "}, "name"),
        ({"job_title": ""}, "job title"),
        ({"strokes": "[[[1, 2], [3"}, "could not be read"),
        ({"strokes": "[[[601, 2]]]"}, "could not be read"),
        ({"strokes": '{"0": [[1, 2]]}'}, "could not be read"),
        ({"strokes": "[" * 30_000}, "could not be read"),
        ({"strokes": "[[[1, 2]]]" + " " * 60_000 + "x"}, "too large"),
    ],
)
def test_a_tampered_form_is_shown_again_and_signs_nothing(
    client: Client, who: Parties, ready: SigningRequest, values: dict[str, str], says: str
) -> None:
    answer = as_person(client, who.signatory).post(page("sign", ready), typed(ready, **values))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert nothing_signed()


def test_a_page_that_changed_since_is_refused(client: Client, who: Parties, ready: SigningRequest) -> None:
    answer = as_person(client, who.signatory).post(page("sign", ready), typed(ready, page="0" * 64))

    assert answer.status_code == 409
    assert "not the one that you were shown" in answer.content.decode()
    assert NOTHING in answer.content.decode()
    assert nothing_signed()


def test_reading_another_page_than_the_present_one_is_refused(
    client: Client, who: Parties, request_to_sign: SigningRequest
) -> None:
    answer = as_person(client, who.signatory).post(page("read", request_to_sign), {"page": "0" * 64})

    assert answer.status_code == 409
    request_to_sign.refresh_from_db()
    assert request_to_sign.read_at is None


@pytest.mark.parametrize("name", ["authority", "consent", "sign"])
def test_a_page_out_of_its_turn_leads_to_the_one_whose_turn_it_is(
    client: Client, who: Parties, request_to_sign: SigningRequest, name: str
) -> None:
    as_person(client, who.signatory)

    for method in (client.get, client.post):
        answer = method(page(name, request_to_sign), typed(request_to_sign) if method == client.post else {})
        assert (answer.status_code, answer.url) == (302, page("signing", request_to_sign))

    assert client.get(page("signing", request_to_sign)).url == page("read", request_to_sign)
    assert nothing_signed()


def test_signing_asks_for_a_fresh_code(client: Client, who: Parties, ready: SigningRequest) -> None:
    as_person(client, who.signatory)
    SigningRequest.objects.update(consented_at=timezone.now() + timedelta(seconds=5))

    answer = client.post(page("sign", ready), typed(ready))

    assert answer.status_code == 302
    assert reverse("mfa_reauthenticate") in answer.url
    assert "Nothing is signed yet" in client.get(answer.url).content.decode()
    assert nothing_signed()


@pytest.mark.parametrize("name", ["signing", "read", "authority", "consent", "sign", "hand_over", "decline"])
def test_nobody_else_finds_the_pages_of_a_request(
    client: Client, who: Parties, ready: SigningRequest, name: str
) -> None:
    for person in (who.preparer, who.office, who.countersigners["homecare"]):
        assert as_person(client, person).get(page(name, ready)).status_code == 404
    client.logout()
    assert reverse("account_login") in client.get(page(name, ready)).url


def test_after_the_last_day_the_page_says_so(client: Client, who: Parties, ready: SigningRequest) -> None:
    Agreement.objects.update(sign_by=timezone.localdate() - timedelta(days=1))

    answer = as_person(client, who.signatory).post(page("sign", ready), typed(ready))

    assert answer.status_code == 409
    assert "The last day to sign" in answer.content.decode()
    assert nothing_signed()


def test_for_a_closed_organisation_the_page_says_so(
    client: Client, who: Parties, ready: SigningRequest
) -> None:
    Organisation.objects.update(status="closed", closed_on=timezone.localdate())

    answer = as_person(client, who.signatory).post(page("sign", ready), typed(ready))

    assert answer.status_code == 409
    assert "is closed" in answer.content.decode()
    assert nothing_signed()


def test_while_it_is_prepared_again_the_old_request_signs_nothing(
    client: Client, who: Parties, ready: SigningRequest, now: datetime
) -> None:
    withdraw(agreement=ready.agreement, reason="Prepared again.", by=who.preparer, now=now)

    answer = as_person(client, who.signatory).post(page("sign", ready), typed(ready))

    assert answer.status_code == 200
    assert "no longer asked to sign" in answer.content.decode()
    assert nothing_signed()


def link_to(request: SigningRequest) -> str:
    token = Notice.objects.filter(request=request).latest("created_at").tokens["sign"]
    return reverse("agreements:link", args=[token])


def test_the_token_leaves_the_address_at_once(client: Client, who: Parties, request_to_sign) -> None:
    as_person(client, who.signatory)

    first = client.get(link_to(request_to_sign))
    second = client.get(first.url)

    assert first.url == reverse("agreements:open_link")
    assert second.url == page("signing", request_to_sign)
    assert first["Referrer-Policy"] == "same-origin"


def test_a_link_of_another_a_guessed_and_a_dead_one_explain_themselves(
    client: Client, who: Parties, request_to_sign: SigningRequest, now: datetime
) -> None:
    link = link_to(request_to_sign)
    tries = {
        "was sent to another person": (who.preparer, link),
        "link is not known": (who.signatory, reverse("agreements:link", args=["guessed"])),
    }
    for says, (person, address) in tries.items():
        answer = as_person(client, person).get(address, follow=True)
        assert (answer.status_code, says in answer.content.decode()) == (409, True), says
    hand_over(
        request=request_to_sign, name="Pim Preparer", job_title="Lead nurse", email=who.preparer.email,
        reason="Not mine.", by=who.signatory, now=now,
    )  # fmt: skip

    answer = as_person(client, who.signatory).get(link, follow=True)

    assert answer.status_code == 409
    assert "handed over to a colleague" in answer.content.decode()


def test_a_link_of_a_newly_named_signatory_replaces_the_one_before(
    client: Client, who: Parties, request_to_sign: SigningRequest, now: datetime
) -> None:
    link = link_to(request_to_sign)
    name_signatory(
        agreement=request_to_sign.agreement, name="Pim", job_title="Nurse", email=who.preparer.email,
        by=who.preparer, now=now,
    )  # fmt: skip

    answer = as_person(client, who.signatory).get(link, follow=True)

    assert answer.status_code == 409
    assert "no longer waiting for your signature" in answer.content.decode()


def test_another_name_than_the_accounts_is_pointed_out_once_and_then_signs(
    client: Client, who: Parties, ready: SigningRequest
) -> None:
    as_person(client, who.signatory)

    first = client.post(page("sign", ready), typed(ready, name="Otto Other"))

    shown = first.content.decode()
    assert "You typed another name than your account’s" in shown
    assert "Your account is that of Sia Signatory." in shown
    assert '<input type="hidden" name="told" value="Otto Other"' in shown
    assert nothing_signed()
    changed = client.post(page("sign", ready), typed(ready, name="Ada Another", told="Otto Other"))
    assert "You typed another name" in changed.content.decode()
    assert nothing_signed()

    again = client.post(page("sign", ready), typed(ready, name="Otto Other", told="Otto Other"))

    assert again.status_code == 302
    evidence = Signature.objects.get().evidence
    assert (evidence["name"], evidence["account_name"]) == ("Otto Other", "Sia Signatory")


def test_a_title_case_or_a_middle_name_is_no_other_name(
    client: Client, who: Parties, ready: SigningRequest
) -> None:
    answer = as_person(client, who.signatory).post(
        page("sign", ready), typed(ready, name="Dr SIA Maria  signatory")
    )

    assert answer.status_code == 302
    assert Signature.objects.count() == 1
