"""The programme that tests of the whole product load."""

from __future__ import annotations

PROGRAMME = "kesimptaconnect"
