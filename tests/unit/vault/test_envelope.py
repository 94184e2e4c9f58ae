from __future__ import annotations

import base64

import pytest
from hypothesis import given, strategies as st

from vault.blind_index import blind_index
from vault.envelope import SealBroken, key_id_of, seal, unseal
from vault.keyring import KeyringError, parse_keys


@given(st.binary(max_size=2000), st.text(max_size=40))
def test_what_is_sealed_opens_for_the_same_context(plaintext, context):
    assert unseal(seal(plaintext, context=context), context=context) == plaintext


def test_a_value_moved_to_another_row_does_not_open():
    sealed = seal(b"secret", context="draft.work:1")

    with pytest.raises(SealBroken):
        unseal(sealed, context="draft.work:2")


@given(st.data())
def test_changing_any_byte_breaks_the_seal(data):
    sealed = bytearray(seal(b"secret", context="row"))
    position = data.draw(st.integers(0, len(sealed) - 1))
    sealed[position] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        unseal(bytes(sealed), context="row")


def test_a_value_sealed_under_an_older_key_still_opens_after_rotation(settings):
    old = seal(b"secret", context="row")
    settings.VAULT_KEYS += ",new:" + base64.b64encode(b"n" * 32).decode()
    settings.VAULT_ACTIVE_KEY = "new"

    assert unseal(old, context="row") == b"secret"
    assert key_id_of(seal(b"secret", context="row")) == "new"


@pytest.mark.parametrize("text", ["nocolon", "id:notbase64!", "id:c2hvcnQ=", ":" + "A" * 44])
def test_a_key_that_cannot_be_used_is_named(text):
    with pytest.raises(KeyringError):
        parse_keys(text)


def test_equal_values_share_an_index_only_within_a_purpose():
    assert blind_index("9990000018", purpose="identity") == blind_index("9990000018", purpose="identity")
    assert blind_index("9990000018", purpose="identity") != blind_index("9990000018", purpose="other")
