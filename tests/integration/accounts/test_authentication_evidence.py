"""What a signature says of how its signatory had signed in, through the real pages."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.second_factor import FIRST_FACTOR, PROVED, SIGNED_IN, authentication_of, reauthentication_url
from accounts.totp import code_for, next_code
from tests.signing_in import PASSWORD, SECRET, give_code, give_password, with_password, with_second_factor

HOUR = 3600.0


@pytest.fixture
def browser():
    """A real browser's session: nothing is signed in but by the pages."""
    return Client()


@pytest.fixture
def enrolled(member):
    return with_second_factor(with_password(member))


def request_of(browser, user):
    request = RequestFactory().get("/")
    request.session, request.user = browser.session, user
    return request


def evidence(browser, user):
    return authentication_of(request_of(browser, user))


def an_hour_ago(browser):
    """Set every time in the session back, as if the person had signed in an hour ago."""
    session = browser.session
    for key in (SIGNED_IN, f"{PROVED}_at"):
        session[key] = session[key] - HOUR
    session[FIRST_FACTOR] = [session[FIRST_FACTOR][0], session[FIRST_FACTOR][1] - HOUR]
    session.save()


def last_step_of(user):
    """Return the time step of the code that a person gave last."""
    user.refresh_from_db()
    return user.last_totp_step


def just_now(at):
    return at is not None and timedelta(0) <= timezone.now() - at < timedelta(minutes=5)


def test_password_and_code_are_named_with_their_times_and_the_factor(browser, enrolled):
    give_password(browser, enrolled)
    give_code(browser, enrolled)

    proved = evidence(browser, enrolled)

    assert proved.method == "password and TOTP"
    assert just_now(proved.password_at)
    assert just_now(proved.second_factor_at)
    assert proved.password_at <= proved.second_factor_at
    assert proved.factor_id == str(Authenticator.objects.get(user=enrolled, type="totp").pk)
    assert proved.session_sha256 == hashlib.sha256(browser.session.session_key.encode()).hexdigest()


def test_a_recovery_code_is_not_called_a_totp(browser, enrolled):
    code = RecoveryCodes.activate(enrolled).get_unused_codes()[0]
    give_password(browser, enrolled)
    browser.post(reverse("mfa_authenticate"), {"code": code})

    proved = evidence(browser, enrolled)

    assert proved.method == "password and recovery code"
    assert proved.factor_id == str(Authenticator.objects.get(user=enrolled, type="recovery_codes").pk)


def test_the_password_alone_is_named_alone(browser, member):
    give_password(browser, with_password(member))

    proved = evidence(browser, member)

    assert (proved.method, proved.second_factor_at, proved.factor_id) == ("password", None, "")
    assert just_now(proved.password_at)


def test_a_code_given_again_renews_the_time_of_the_second_factor_only(browser, enrolled):
    give_password(browser, enrolled)
    give_code(browser, enrolled)
    an_hour_ago(browser)
    page = reauthentication_url(request_of(browser, enrolled), "/account/2fa/")
    assert page == "/account/2fa/reauthenticate/?next=%2Faccount%2F2fa%2F"
    assert not just_now(evidence(browser, enrolled).second_factor_at)

    answer = browser.post(page, {"code": next_code(user=enrolled, now=timezone.now())})

    assert answer.url == "/account/2fa/"
    assert just_now(evidence(browser, enrolled).second_factor_at)
    assert not just_now(evidence(browser, enrolled).password_at)


def test_a_wrong_code_renews_nothing(browser, enrolled):
    give_password(browser, enrolled)
    give_code(browser, enrolled)
    an_hour_ago(browser)

    browser.post(reverse("mfa_reauthenticate"), {"code": "000000"})

    assert not just_now(evidence(browser, enrolled).second_factor_at)


def test_wrong_and_used_codes_are_counted_up_to_the_right_one(browser, enrolled):
    give_password(browser, enrolled)
    for _ in range(2):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    give_code(browser, enrolled)
    assert evidence(browser, enrolled).wrong_codes == 2

    # Each code is good for one time.
    browser.post(reverse("mfa_reauthenticate"), {"code": code_for(SECRET, step=last_step_of(enrolled))})
    assert evidence(browser, enrolled).wrong_codes == 2
    browser.post(reverse("mfa_reauthenticate"), {"code": next_code(user=enrolled, now=timezone.now())})

    assert evidence(browser, enrolled).wrong_codes == 1


def test_the_password_given_again_renews_its_time_only(browser, enrolled):
    give_password(browser, enrolled)
    give_code(browser, enrolled)
    an_hour_ago(browser)

    browser.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert not just_now(evidence(browser, enrolled).password_at)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert just_now(evidence(browser, enrolled).password_at)
    assert not just_now(evidence(browser, enrolled).second_factor_at)


def test_whoever_has_no_second_factor_is_led_to_the_password(browser, member):
    give_password(browser, with_password(member))

    url = reauthentication_url(request_of(browser, member), "/agreements/?page=2")

    assert url == "/account/reauthenticate/?next=%2Fagreements%2F%3Fpage%3D2"


def test_a_proof_of_somebody_else_counts_for_nothing(browser, enrolled, stranger):
    give_password(browser, enrolled)
    give_code(browser, enrolled)

    other = evidence(browser, stranger)

    assert other.second_factor_at is None
    assert other.factor_id == ""
    assert authentication_of(request_of(Client(), AnonymousUser())).method == ""


def test_reading_the_evidence_costs_no_query(browser, enrolled, django_assert_num_queries):
    give_password(browser, enrolled)
    give_code(browser, enrolled)
    request = request_of(browser, enrolled)
    request.session.get("loaded")

    with django_assert_num_queries(0):
        authentication_of(request)
