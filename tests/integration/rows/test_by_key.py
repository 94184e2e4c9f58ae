from __future__ import annotations

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from accounts.models import Membership, User
from programme.models import Product, Programme, SafetyRecord
from rows import change_row, row_of, rows_where

pytestmark = pytest.mark.django_db


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("model", [User, Membership, Product, SafetyRecord])
def test_a_row_is_the_one_that_the_model_itself_finds(model, member, programme):
    expected = model.objects.first()

    assert values_of(row_of(model, expected.pk)) == values_of(expected)
    assert row_of(model, str(expected.pk)) == expected


def test_what_is_not_there_is_none():
    assert row_of(User, uuid.uuid4()) is None
    assert row_of(Session, "' OR 1=1 --") is None


def test_a_key_of_the_wrong_shape_is_refused():
    with pytest.raises(ValidationError):
        row_of(User, "' OR 1=1 --")


def test_rows_are_found_by_a_foreign_key(programme):
    found = rows_where(SafetyRecord, "programme", programme.pk)

    assert {record.pk for record in found} == set(programme.safety_records.values_list("pk", flat=True))
    assert found


def test_a_row_changes_only_while_it_holds_what_was_read(programme):
    held = {"name": programme.name, "strapline": programme.strapline}

    assert change_row(Programme, programme.pk, held=held, values={"name": "First", "territory": "Wales"})
    assert not change_row(Programme, programme.pk, held=held, values={"name": "Second"})
    assert not change_row(Programme, uuid.uuid4(), held={}, values={"name": "Nobody's"})

    programme.refresh_from_db()
    assert (programme.name, programme.territory) == ("First", "Wales")


def test_one_query_is_asked(member, django_assert_num_queries):
    with django_assert_num_queries(1):
        row_of(User, member.pk)
