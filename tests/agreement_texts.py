"""Build texts of agreements for tests, written and approved through the services that all use."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from accounts.models import User
from agreements.kinds import Kind
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.services import approve_text, propose, save_text_draft
from programme.models import Programme
from tests.builders import a_user

AUTHOR, APPROVER = "text.author@programme.invalid", "text.approver@programme.invalid"
# Every merge field that is not an answer to the particulars.
VALUES = {
    "organisation_name": "Harbour Vale Hospitals NHS Trust",
    "organisation_ods_code": "ZZ001",
    "organisation_address": "1 Lighthouse Road\nHarbour Vale",
    "organisation_sites": "Harbour Vale General Hospital",
    "partner_name": "Example Partner Limited",
    "partner_role": "Homecare provider",
    "sponsor_name": "Example Pharma Limited",
    "programme_name": "ExampleCare",
    "product_name": "EXAMPLEX",
    "reference": "EC-A-0001",
    "effective_date": "4 January 2027",
    "expiry_date": "3 January 2029",
    "term_months": "24",
}


def a_section(title: str = "Services", *clauses: Any) -> dict[str, Any]:
    """A section; a clause is its text, or a dictionary with text, key and sub-clauses."""
    return {
        "type": "section",
        "value": {
            "title": title,
            "clauses": [_clause(one) for one in clauses or ("The services are provided.",)],
        },
    }


def _clause(clause: Any) -> dict[str, Any]:
    written = {"text": clause} if isinstance(clause, str) else clause
    return {"key": "", "sub_clauses": [], **written}


def definitions(**meanings: str) -> dict[str, Any]:
    rows = [{"term": term, "meaning": meaning} for term, meaning in meanings.items()]
    return {"type": "definitions", "value": {"title": "Definitions", "definitions": rows}}


PARTIES = {
    "type": "parties",
    "value": {
        "title": "Parties",
        "introduction": "{{sponsor_name}} funds {{programme_name}}. This agreement is made between:",
        "parties": ["{{organisation_name}} and", "{{partner_name}}."],
    },
}
PARTICULARS = {"type": "particulars", "value": {"title": "Particulars"}}
BODY = [PARTIES, definitions(Programme="{{programme_name}}"), a_section(), PARTICULARS]


def a_text(programme: Programme, *, kind: str = Kind.SLA) -> AgreementText:
    return AgreementText.objects.get_or_create(programme=programme, kind=kind)[0]


def a_draft(text: AgreementText, *, by: User, now: datetime, **values: Any) -> TextVersion:
    """A draft that compiles; keyword arguments override what matters to a test."""
    body = values.pop("body", BODY)
    return save_text_draft(
        **{
            "text": text,
            "title": "Service level agreement",
            "body": body if isinstance(body, str) else json.dumps(body),
            "term_months": 24,
            "what_changed": "The first version.",
            "by": by,
            "now": now,
            **values,
        }
    )


def an_approved_text(
    programme: Programme, *, now: datetime, kind: str = Kind.SLA, **values: Any
) -> TextVersion:
    """An approved version, by two people of its own; a second call makes the next version."""
    author = _person(AUTHOR, "Tessa Author")
    version = a_draft(a_text(programme, kind=kind), by=author, now=now, **values)
    return approve_text(
        approval=propose(version=version, by=author, now=now),
        by=_person(APPROVER, "Abel Approver"),
        now=now,
    )


def _person(email: str, name: str) -> User:
    return User.objects.filter(email=email).first() or a_user(email=email, name=name)
