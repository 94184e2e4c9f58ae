from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import grant
from accounts.totp import code_for, next_code, step_at
from tests import builders
from tests.signing_in import (
    PASSWORD,
    SECRET,
    give_code,
    give_password,
    with_password,
    with_second_factor,
)

REGISTRATIONS = "/registrations/"


@pytest.fixture
def browser():
    """A real browser's session: nothing is signed in but by the pages."""
    return Client()


@pytest.fixture
def enrolled(member):
    return with_second_factor(with_password(member))


def test_password_and_code_open_the_protected_pages(browser, enrolled):
    answer = give_password(browser, enrolled)
    assert answer.url == reverse("mfa_authenticate")

    answer = give_code(browser, enrolled)

    assert answer.url == REGISTRATIONS
    assert browser.get(reverse("mfa_index")).status_code == 200


def test_staff_who_belong_nowhere_begin_in_the_admin(browser, programme):
    staff = with_second_factor(with_password(builders.a_user(email="ada@programme.invalid", is_staff=True)))
    staff.groups.add(grant(group_name="Others", permissions=("wagtailadmin.access_admin",)))
    give_password(browser, staff)

    assert give_code(browser, staff).url == reverse("wagtailadmin_home")
    assert f'href="{reverse("wagtailadmin_home")}"' in browser.get(reverse("mfa_index")).content.decode()


def test_staff_of_an_organisation_begin_with_its_registrations(browser, enrolled):
    enrolled.is_staff = True
    enrolled.save()
    give_password(browser, enrolled)

    assert give_code(browser, enrolled).url == REGISTRATIONS


def test_who_is_no_staff_is_shown_no_way_to_the_admin(browser, enrolled):
    give_password(browser, enrolled)
    give_code(browser, enrolled)

    assert reverse("wagtailadmin_home") not in browser.get(reverse("mfa_index")).content.decode()


def test_the_password_alone_signs_nobody_in_who_has_a_second_factor(browser, enrolled):
    give_password(browser, enrolled)

    assert "_auth_user_id" not in browser.session
    answer = browser.get("/admin/")
    assert answer.url == "/account/login/?next=/admin/"


def test_a_wrong_code_signs_nobody_in(browser, enrolled):
    give_password(browser, enrolled)

    answer = browser.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert answer.status_code == 200
    assert "The code is not right" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_code_works_once_even_where_the_cache_is_not_shared(browser, enrolled, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    code = code_for(SECRET, step=step_at(timezone.now()))
    give_password(browser, enrolled)
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in browser.session

    other = Client()
    give_password(other, enrolled)
    answer = other.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in other.session


def test_the_next_code_is_never_one_that_was_used(browser, enrolled):
    now = timezone.now()
    first = next_code(user=enrolled, now=now)
    give_password(browser, enrolled)
    browser.post(reverse("mfa_authenticate"), {"code": first})

    assert next_code(user=enrolled, now=now) != first


def test_a_recovery_code_works_instead_and_once(browser, enrolled):
    code = RecoveryCodes.activate(enrolled).get_unused_codes()[0]
    give_password(browser, enrolled)
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in browser.session

    other = Client()
    give_password(other, enrolled)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("address", [REGISTRATIONS, "/admin/", "/account/2fa/", "/account/password/change/"])
def test_without_a_second_factor_everything_protected_leads_to_its_set_up(browser, member, address):
    with_password(member)
    give_password(browser, member)

    answer = browser.get(address)

    assert answer.url == reverse("mfa_activate_totp")


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_second_factor_opens_the_page_that_was_asked_for(browser, member):
    with_password(member)
    give_password(browser, member)
    browser.get("/admin/?page=2")
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = browser.session["mfa.totp.secret"]
    assert secret in page.content.decode().replace(" ", "")

    code = code_for(secret, step=step_at(timezone.now()))
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert browser.get(answer.url).status_code == 200
    assert browser.get(reverse("accounts:continue")).url == "/admin/?page=2"


@pytest.mark.django_db(transaction=True)
def test_a_session_that_only_saw_the_password_stays_closed_after_enrolment_elsewhere(browser, member):
    with_password(member)
    give_password(browser, member)
    with_second_factor(member)

    answer = browser.get("/account/2fa/totp/deactivate/")

    assert answer.url == "/account/2fa/reauthenticate/?next=%2Faccount%2F2fa%2Ftotp%2Fdeactivate%2F"
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.get("/account/2fa/").status_code == 302
    code = next_code(user=member, now=timezone.now())
    browser.post(reverse("mfa_reauthenticate"), {"code": code})
    assert browser.get("/account/2fa/").status_code == 200


def test_the_second_factor_costs_no_query_once_it_is_proved(browser, enrolled, django_assert_num_queries):
    give_password(browser, enrolled)
    give_code(browser, enrolled)

    # The session, the person; nothing for the second factor.
    with django_assert_num_queries(2):
        browser.get(reverse("accounts:continue"))


def test_the_secret_is_sealed_in_the_database(enrolled):
    stored = Authenticator.objects.get(user=enrolled, type="totp").data["secret"]

    assert SECRET not in stored
    assert (
        Authenticator.objects.get(user=enrolled)
        .wrap()
        .validate_code(code_for(SECRET, step=step_at(timezone.now())))
    )


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_the_admins_own_doors_are_closed(browser, db, address):
    answer = browser.get(f"{address}?next=/admin/")

    assert answer.status_code == 302
    assert answer.url == "/account/login/?next=/admin/"


def test_the_admins_own_sign_in_takes_no_password(browser, enrolled):
    enrolled.is_superuser = enrolled.is_staff = True
    enrolled.save()

    browser.post("/admin/login/", {"username": enrolled.email, "password": PASSWORD})

    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    "address",
    ["/admin/password_reset/done/", "/admin/password_reset/confirm/x/y/", "/admin/password_reset/complete/"],
)
def test_the_rest_of_the_admins_password_reset_is_closed(browser, db, address):
    assert browser.get(address).status_code in {302, 404}


def test_the_admins_own_sign_out_signs_out(client, member):
    member.is_superuser = member.is_staff = True
    member.save()
    client.force_login(member)

    client.post("/admin/logout/")

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_without_an_invitation(browser, db):
    page = browser.get(reverse("account_signup"))
    assert "by invitation" in page.content.decode()

    browser.post(
        reverse("account_signup"),
        {"email": "new@harbour.invalid", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not User.objects.filter(email="new@harbour.invalid").exists()


def test_too_many_wrong_passwords_are_slowed_down(browser, enrolled, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}

    answers = [give_password(browser, enrolled, password="wrong").status_code for _ in range(5)]

    assert 429 in answers


def test_a_closed_account_cannot_sign_in(browser, enrolled):
    enrolled.is_active = False
    enrolled.save()

    give_password(browser, enrolled)

    assert "_auth_user_id" not in browser.session
