"""Sample texts in use are reported where placeholders are refused, and nowhere else."""

from __future__ import annotations

from agreements.kinds import Kind
from agreements.texts.checks import no_sample_texts
from tests.agreement_texts import a_draft, a_text, an_approved_text
from tests.builders import a_user


def test_a_sample_text_in_force_is_reported_with_what_to_do(programme, now, settings):
    an_approved_text(programme, now=now, is_sample=True)
    an_approved_text(programme, now=now, kind=Kind.AUTHORISATION)
    settings.REFUSE_PLACEHOLDERS = True

    (error,) = no_sample_texts(databases=["default"])

    assert error.id == "agreements.E001"
    assert "Service Level Agreement" in error.msg
    assert "Agreement texts" in error.hint


def test_a_replaced_sample_and_a_draft_are_no_problem(programme, now, settings):
    settings.REFUSE_PLACEHOLDERS = True
    an_approved_text(programme, now=now, is_sample=True)
    an_approved_text(programme, now=now, title="The real one")
    a_draft(a_text(programme, kind=Kind.OFFER), by=a_user(), now=now, is_sample=True)

    assert no_sample_texts(databases=["default"]) == []


def test_a_demo_uses_sample_texts(programme, now):
    an_approved_text(programme, now=now, is_sample=True)

    assert no_sample_texts(databases=["default"]) == []
    assert no_sample_texts(databases=None) == []
