from __future__ import annotations

import pytest

from forms.uploads.checks import NO_SCANNER, scanner_set_up


@pytest.mark.parametrize(
    ("in_use", "address", "said"),
    [(True, "", [NO_SCANNER]), (True, "tcp://127.0.0.1:3310", []), (False, "", [])],
)
def test_a_missing_scanner_is_said_where_the_product_is_in_use(settings, in_use, address, said):
    settings.REFUSE_PLACEHOLDERS, settings.CLAMD_ADDRESS = in_use, address

    assert [one.id for one in scanner_set_up()] == said
