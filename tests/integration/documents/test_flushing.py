"""What may wait for the disk waits; what follows in other transactions does not."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from forms.documents.flushing import flush_with_the_next

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_the_disk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return bool(cursor.fetchone()[0] == "on")


def test_only_the_transaction_that_asks_is_flushed_later():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite decides by its own setting.")

    with transaction.atomic():
        flush_with_the_next()
        assert not waits_for_the_disk()

    assert waits_for_the_disk()
    with transaction.atomic():
        assert waits_for_the_disk()
