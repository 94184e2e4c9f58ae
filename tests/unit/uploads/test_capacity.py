from __future__ import annotations

import pytest

from directory.models import Destination
from forms.routing.capacity import PAGES, room_for_files


@pytest.mark.parametrize("transport", ["smtp", "ses"])
def test_mail_carries_what_is_left_once_it_is_written_as_text(settings, transport):
    settings.MAIL_MOST_BYTES = 20_000_000
    room = room_for_files(Destination(transport=transport))

    assert room is not None
    assert (room + PAGES) * 78 / 57 <= settings.MAIL_MOST_BYTES


def test_a_small_mailbox_has_no_room_and_folders_have_any(settings):
    settings.MAIL_MOST_BYTES = 1_000
    assert room_for_files(Destination(transport="smtp")) == 0
    assert room_for_files(Destination(transport="file")) is None
    assert room_for_files(Destination(transport="s3")) is None
