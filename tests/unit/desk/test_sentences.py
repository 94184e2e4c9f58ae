"""Whatever is recorded about the rows of a submission, its timeline says in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.desk.sentences import SENTENCES
from forms.routing.models import Delivery

FORMS = Path(__file__).parents[3] / "forms"
# Events that no submission has: its draft was not deleted and did not expire.
OF_NO_SUBMISSION = {"draft.discarded", "draft.expired"}
# Where events are recorded, how, and what their names begin with.
RECORDED = (
    ("submissions", r'"((?:draft|submission)\.\w+)"', ""),
    ("documents", r'_record\(\s*"(document\.\w+)"', ""),
    ("routing", r'(?:record_delivery|_operate)\(\s*"(\w+)"', "delivery."),
    ("uploads", r'(?:record_upload\(\s*|why=)"(\w+)"', "upload."),
    ("desk/services", r'_record\(\s*"(\w+)"', "desk."),
)


def recorded(folder: str, call: str, prefix: str) -> set[str]:
    sources = (path.read_text() for path in (FORMS / folder).rglob("*.py") if "migrations" not in path.parts)
    return {prefix + name for source in sources for name in re.findall(call, source)}


@pytest.mark.parametrize(("folder", "call", "prefix"), RECORDED)
def test_every_event_has_a_sentence(folder, call, prefix):
    found = recorded(folder, call, prefix)

    assert len(found) > 2
    assert found - OF_NO_SUBMISSION <= SENTENCES.keys()


def test_every_state_of_a_delivery_that_is_recorded_has_a_sentence():
    unrecorded = {Delivery.State.QUEUED, Delivery.State.SENDING}

    assert {f"delivery.{state}" for state in Delivery.State if state not in unrecorded} <= SENTENCES.keys()


def test_no_sentence_is_of_an_event_that_nobody_records():
    known = set().union(*(recorded(*place) for place in RECORDED))
    known |= {f"delivery.{state}" for state in Delivery.State} | {"read"}

    assert SENTENCES.keys() <= known
