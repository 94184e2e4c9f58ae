"""What a destination must be like before anybody is asked to approve it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from directory.destinations import (
    address_problems,
    first_day_problems,
    options_problems,
    passphrase_problems,
)

TODAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("transport", "address"),
    [
        ("smtp", "registrations@nurses.invalid"),
        ("ses", "o'brien+inbox@mail.nurses.invalid"),
        ("file", "nurse-service"),
        ("file", "Inbox_2.new"),
        ("file", "a"),
        ("s3", "inbox"),
        ("s3", "partner.inbox-2"),
        ("s3", "inbox/incoming"),
        ("s3", "inbox/incoming/2027_a.b"),
        ("s3", "a" * 63),
    ],
)
def test_an_address_that_fits_its_transport_is_accepted(transport, address):
    assert list(address_problems(transport, address)) == []


@pytest.mark.parametrize("transport", ["smtp", "ses"])
@pytest.mark.parametrize(
    "address",
    [
        "registrations",
        "a@nurses.invalid, b@nurses.invalid",
        "a@nurses.invalid;b@nurses.invalid",
        "a@nurses.invalid\nBcc: b@nurses.invalid",
        '"a@nurses.invalid, b"@nurses.invalid',
        "Nurses <a@nurses.invalid>",
        "a@localhost",
        "a@[127.0.0.1]",
        "ä@nurses.invalid",
        "a@nürses.invalid",
        "inbox/incoming",
    ],
)
def test_mail_goes_to_one_mailbox(transport, address):
    assert "Enter one e-mail address" in "".join(address_problems(transport, address))


@pytest.mark.parametrize(
    "address",
    ["../inbox", "..", ".", ".inbox", "in/box", "/inbox", "in..box", "inbox.", "in box", "in\\box", "-inbox",
     "inbox\n", "ïnbox", "a" * 101, "a@nurses.invalid"],
)  # fmt: skip
def test_a_folder_has_a_plain_name(address):
    assert "Enter one folder name" in "".join(address_problems("file", address))


@given(st.text(alphabet="aZ0._-/\\\n ~", max_size=20))
def test_an_accepted_folder_lies_directly_in_the_inboxes(address):
    if not list(address_problems("file", address)):
        assert (Path("/inboxes") / address).resolve().parent == Path("/inboxes")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://inbox/incoming", "Leave out s3://"),
        ("ab", "3 to 63 lower-case"),
        ("a" * 64, "3 to 63 lower-case"),
        ("Inbox", "3 to 63 lower-case"),
        ("in_box", "3 to 63 lower-case"),
        ("-inbox", "begins and ends"),
        ("inbox.", "begins and ends"),
        ("in..box", "3 to 63 lower-case"),
        ("192.168.0.1", "3 to 63 lower-case"),
        ("/incoming", "3 to 63 lower-case"),
        ("inbox/", "single slashes"),
        ("inbox//incoming", "single slashes"),
        ("inbox/../other", "single slashes"),
        ("inbox/in coming", "single slashes"),
        ("inbox\n", "3 to 63 lower-case"),
    ],
)
def test_a_bucket_is_named_as_amazon_names_them(address, message):
    assert message in "".join(address_problems("s3", address))


@pytest.mark.parametrize(
    ("transport", "options"),
    [
        ("smtp", {}),
        ("file", {}),
        ("ses", {}),
        ("ses", {"region": "eu-west-2", "configuration_set": "kept_for-us"}),
        ("s3", {"region": "us-gov-west-1"}),
        ("s3", {"region": "eu-west-2", "kms_key": "alias/inbox", "bucket_owner": "012345678901"}),
        ("s3", {"region": "eu-west-2", "kms_key": "1234abcd-12ab-34cd-56ef-1234567890ab"}),
        ("s3", {"region": "eu-west-2", "kms_key": "mrk-1234abcd12ab34cd56ef1234567890ab"}),
        (
            "s3",
            {
                "region": "eu-west-2",
                "kms_key": "arn:aws:kms:eu-west-2:012345678901:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            },
        ),
    ],
)
def test_options_that_the_transport_reads_are_accepted(transport, options):
    assert list(options_problems(transport, options)) == []


@pytest.mark.parametrize(
    ("transport", "options", "message"),
    [
        ("smtp", {"region": "eu-west-2"}, "E-mail by SMTP takes no options"),
        ("file", {"mode": "0600"}, "Folder on this machine takes no options"),
        ("ses", {"kms_key": "alias/inbox"}, "takes only region, configuration_set"),
        ("ses", {"configuration_set": "two words"}, "the name of a configuration set"),
        ("s3", {}, "Enter at least the region"),
        ("s3", {"region": ""}, "Enter at least the region"),
        ("s3", {"region": "eu-west-2", "Region": "eu-west-2"}, "Remove “Region”"),
        ("s3", {"region": "London"}, "a region such as"),
        ("s3", {"region": "eu-west-2 "}, "a region such as"),
        ("s3", {"region": ["eu-west-2"]}, "a region such as"),
        ("s3", {"region": "eu-west-2", "bucket_owner": "12345"}, "the 12 digits"),
        ("s3", {"region": "eu-west-2", "bucket_owner": 123456789012}, "in quotes"),
        ("s3", {"region": "eu-west-2", "kms_key": "inbox"}, "the id, alias or ARN"),
        ("s3", {"region": "eu-west-2", "kms_key": "arn:aws:s3:::inbox"}, "the id, alias or ARN"),
    ],
)
def test_options_that_no_transport_reads_are_refused(transport, options, message):
    assert message in " ".join(options_problems(transport, options))


def test_every_wrong_option_is_named_at_once():
    wrong = {"region": "London", "bucket_owner": "1", "colour": "blue"}

    assert len(list(options_problems("s3", wrong))) == 3


def test_a_destination_begins_today_or_later():
    assert list(first_day_problems(TODAY, today=TODAY)) == []
    assert list(first_day_problems(date(2027, 1, 5), today=TODAY)) == []
    assert "today or a later day" in "".join(first_day_problems(date(2027, 1, 3), today=TODAY))


@pytest.mark.parametrize(
    ("passphrase", "message"),
    [
        ("", "at least 16 characters"),
        ("lantern-orchard", "at least 16 characters"),
        ("a" * 16, "at least 8 different characters"),
        ("abcdefg" * 3, "at least 8 different characters"),
        ("correct horse battery staple " * 5, "Enter a shorter passphrase"),
        ("pêcheur-Żółć-47 " * 7, "Enter a shorter passphrase"),
    ],
)
def test_a_passphrase_that_is_too_simple_or_too_long_is_refused(passphrase, message):
    problems = list(passphrase_problems(passphrase))

    assert len(problems) == 1
    assert message in problems[0]


@pytest.mark.parametrize(
    "passphrase", ["abcdefgh" * 2, "demo-nurse-lantern-47", "x" * 60 + "abcdefghijk" * 6]
)
def test_a_good_passphrase_is_accepted(passphrase):
    assert list(passphrase_problems(passphrase)) == []
