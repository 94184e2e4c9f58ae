"""The secret of a second factor opens for the person it was made for, and for nobody else."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt

from accounts.totp import secret_of
from tests.builders import a_user
from tests.signing_in import SECRET, with_second_factor
from vault.envelope import SealBroken


@pytest.fixture
def person(db):
    return with_second_factor(a_user())


@pytest.fixture
def thief(db):
    thief = a_user(email="thief@harbour.invalid")
    RecoveryCodes.activate(thief)
    return thief


def plant(data, *, of):
    """Write a row past Django, as whoever can write to the table would."""
    kind = "totp" if "secret" in data else "recovery_codes"
    Authenticator.objects.filter(user=of).delete()
    row = Authenticator(user=of, type=kind, data={})
    row.save()
    Authenticator.objects.filter(pk=row.pk).update(data=data)


def data_of(person):
    return Authenticator.objects.filter(user=person).values_list("data", flat=True).get()


def test_a_secret_opens_for_its_person_and_is_kept_sealed(person):
    assert secret_of(person) == SECRET
    assert SECRET not in str(data_of(person))


def test_another_persons_secret_is_refused(person, thief):
    plant(data_of(person), of=thief)

    with pytest.raises(SealBroken, match="another person"):
        secret_of(thief)


def test_another_persons_secret_is_refused_under_ones_own_name_too(person, thief):
    renamed = data_of(person)["secret"].replace(str(person.pk), str(thief.pk))
    plant({"secret": renamed}, of=thief)

    with pytest.raises(SealBroken):
        secret_of(thief)


def test_another_persons_recovery_codes_are_refused(person, thief):
    plant(data_of(thief), of=person)

    with pytest.raises(SealBroken):
        Authenticator.objects.get(user=person)


def test_a_secret_that_was_bound_to_nobody_is_refused(person):
    plant({"secret": encrypt(SECRET)}, of=person)

    with pytest.raises(SealBroken, match="bound to nobody"):
        secret_of(person)


@pytest.mark.parametrize("rest", ["", "x", "????", "AAAA"])
def test_a_damaged_secret_is_refused(person, rest):
    plant({"secret": f"{person.pk}:{rest}"}, of=person)

    with pytest.raises(SealBroken):
        secret_of(person)


def test_using_a_factor_keeps_its_secret(person):
    row = Authenticator.objects.get(user=person)
    row.record_usage()
    row.save()

    assert secret_of(person) == SECRET


def test_recovery_codes_work_once(thief):
    codes = RecoveryCodes(Authenticator.objects.get(user=thief))
    code = codes.get_unused_codes()[0]

    assert codes.validate_code(code)
    assert not RecoveryCodes(Authenticator.objects.get(user=thief)).validate_code(code)
