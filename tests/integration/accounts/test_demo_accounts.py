from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.demo_accounts import DEMO_PASSWORD, DemoOnly, create_demo_account, demo_accounts
from accounts.models import User
from accounts.totp import claim_code, next_code
from tests.signing_in import give_code, give_password


@pytest.fixture
def demo_person(organisation, now):
    return create_demo_account(
        email="Dana@harbour.invalid", name="Dana Demo", organisation=organisation, now=now
    )


def test_a_demo_account_signs_in_with_the_password_and_code_that_are_told(demo_person):
    browser = Client()

    give_password(browser, demo_person, password=DEMO_PASSWORD)
    give_code(browser, demo_person)

    assert browser.session["_auth_user_id"] == str(demo_person.pk)


def test_the_code_command_prints_how_to_sign_in(demo_person):
    out = StringIO()

    call_command("code", stdout=out)

    told = out.getvalue()
    assert "dana@harbour.invalid" in told
    assert DEMO_PASSWORD in told
    assert next_code(user=demo_person, now=timezone.now()) in told
    assert "Harbour Vale" in told


def test_creating_a_demo_account_again_keeps_it(demo_person, organisation, now):
    again = create_demo_account(
        email="dana@harbour.invalid", name="Someone", organisation=organisation, now=now
    )

    assert again == demo_person
    assert again.memberships.count() == 1


def test_codes_told_are_never_used_ones(demo_person, now):
    account = next(iter(demo_accounts(now=now)))
    assert claim_code(user=demo_person, code=account.code, now=now)
    second = next(iter(demo_accounts(now=now))).code
    assert second != account.code
    assert claim_code(user=demo_person, code=second, now=now)

    assert next(iter(demo_accounts(now=now))).code is None
    assert next(iter(demo_accounts(now=now + timedelta(seconds=30)))).code is not None


def test_a_used_code_is_not_taken_again(demo_person, now):
    code = next_code(user=demo_person, now=now)

    assert claim_code(user=demo_person, code=code, now=now)
    assert not claim_code(user=demo_person, code=code, now=now)


def test_a_code_is_taken_half_a_minute_late_and_no_later(demo_person, now):
    code = next_code(user=demo_person, now=now)

    assert not claim_code(user=demo_person, code=code, now=now + timedelta(seconds=90))
    assert claim_code(user=demo_person, code=code, now=now + timedelta(seconds=30))


def test_outside_the_demo_no_code_is_told_and_no_account_made(demo_person, settings, now):
    settings.DEMO_ACCOUNTS = False

    with pytest.raises(CommandError, match="only in the demo"):
        call_command("code")
    with pytest.raises(DemoOnly):
        create_demo_account(email="else@harbour.invalid", name="Else", now=now)
    assert User.objects.count() == 1


def test_an_unknown_demo_account_is_said_so(demo_person):
    with pytest.raises(CommandError, match="No such demo account"):
        call_command("code", "nobody@harbour.invalid")
