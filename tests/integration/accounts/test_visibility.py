"""Who sees which rows of patient data: the own organisation, the own drafts, the own documents; nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Membership, User
from accounts.permissions import (
    NOBODY,
    may_see_patient_data,
    metadata_of,
    person_of,
    visible_row,
    visible_to,
)
from accounts.services import end_membership
from forms.definitions.models import Form, FormVersion
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from tests.builders import a_member, a_user


@pytest.fixture
def version(programme, member, now):
    form = Form.objects.create(programme=programme, kind="registration", slug="registration", title="Form")
    return FormVersion.objects.create(
        form=form, number=1, spec={}, sha256="0" * 64, published_at=now, published_by=member
    )


@pytest.fixture
def draft(programme, organisation, member, version, now):
    return Draft.objects.create(
        programme=programme,
        organisation=organisation,
        owner=member,
        form_version=version,
        created_at=now,
        updated_at=now,
        expires_at=now + timedelta(days=28),
    )


@pytest.fixture
def submission(draft, now):
    row = Submission(
        draft=draft,
        reference="EC-0001-X",
        programme=draft.programme,
        organisation=draft.organisation,
        form_version=draft.form_version,
        submitted_by=draft.owner,
        submitted_at=now,
    )
    row.answers = {"name": "Pat Patient"}
    row.save()
    return row


def a_document(submission, *, audience, partner, now):
    row = Document(
        programme=submission.programme,
        organisation=submission.organisation,
        partner=partner,
        subject_id=submission.pk,
        reference=submission.reference,
        audience=audience,
        created_at=now,
    )
    row.content = {"name": "Pat Patient"}
    row.save()
    return row


@pytest.fixture
def documents(submission, nurse_service, homecare_provider, now):
    return {
        "nurse": a_document(submission, audience="nurse", partner=nurse_service, now=now),
        "homecare": a_document(submission, audience="homecare", partner=homecare_provider, now=now),
        "team": a_document(submission, audience="team", partner=None, now=now),
    }


@pytest.fixture
def deliveries(documents, now):
    rows = {}
    for name in ("nurse", "homecare"):
        document = documents[name]
        row = Delivery(
            programme=document.programme,
            organisation=document.organisation,
            partner=document.partner,
            document=document,
            subject_id=document.subject_id,
            reference=document.reference,
            audience=name,
            transport="file",
            attempt_limit=12,
            next_attempt_at=now,
            created_at=now,
        )
        row.destination = {"address": name}
        row.save()
        rows[name] = row
    return rows


def at_partner(partner, now, email):
    user = a_user(email=email)
    Membership.objects.create(user=user, partner=partner, started_at=now)
    return user


def test_a_team_sees_its_own_organisations_rows(member, submission, documents, deliveries):
    person = person_of(member)

    assert set(visible_to(person, Submission)) == {submission}
    assert set(visible_to(person, Document)) == set(documents.values())
    assert set(visible_to(person, Delivery)) == set(deliveries.values())


@pytest.mark.parametrize("model", [Draft, Submission, Document, Delivery])
def test_another_organisation_sees_nothing(stranger, deliveries, model):
    assert not visible_to(person_of(stranger), model).exists()


@pytest.mark.parametrize("model", [Draft, Submission, Document, Delivery])
def test_staff_and_superusers_without_a_membership_see_nothing(deliveries, model):
    root = a_user(email="root@programme.invalid", is_staff=True, is_superuser=True)

    assert not visible_to(person_of(root), model).exists()


@pytest.mark.parametrize("model", [Draft, Submission, Document, Delivery])
def test_nobody_sees_nothing(deliveries, model):
    assert not visible_to(NOBODY, model).exists()


def test_a_partner_sees_the_documents_made_for_it_and_no_others(
    nurse_service, submission, documents, deliveries, now
):
    person = person_of(at_partner(nurse_service, now, "nurse@nurses.invalid"))

    assert set(visible_to(person, Document)) == {documents["nurse"]}
    assert set(visible_to(person, Delivery)) == {deliveries["nurse"]}
    assert not visible_to(person, Submission).exists()
    assert not visible_to(person, Draft).exists()


def test_a_draft_is_its_owners_alone(draft, organisation, member, now):
    colleague = a_member(organisation, now=now, email="colleague@harbour.invalid")

    assert set(visible_to(person_of(member), Draft)) == {draft}
    assert not visible_to(person_of(colleague), Draft).exists()


@pytest.mark.parametrize("model", [Draft, Submission, Document, Delivery])
def test_a_membership_that_ended_shows_nothing_from_the_next_request(member, deliveries, now, model):
    assert visible_to(person_of(member), model).exists()

    end_membership(membership=member.memberships.get(), by=member, now=now)

    assert not visible_to(person_of(User.objects.get(pk=member.pk)), model).exists()


def test_one_row_is_seen_or_not(member, stranger, submission):
    assert may_see_patient_data(person_of(member), submission)
    assert not may_see_patient_data(person_of(stranger), submission)
    assert not may_see_patient_data(person_of(member), Submission(pk=uuid4()))


def test_metadata_comes_without_the_sealed_columns(deliveries, submission):
    (row,) = metadata_of(Submission)

    assert row.reference == submission.reference
    assert row.get_deferred_fields() == {"answers_sealed"}
    assert metadata_of(Delivery).count() == len(deliveries)


def test_asking_for_a_person_twice_costs_one_query(member, django_assert_num_queries):
    user = User.objects.get(pk=member.pk)

    with django_assert_num_queries(1):
        person_of(user)
        person_of(user)


def test_a_row_asked_for_by_its_key_comes_only_to_whom_it_is_visible(
    draft, submission, documents, organisation, member, stranger, nurse_service, now
):
    colleague = a_member(organisation, now=now, email="colleague@harbour.invalid")
    nurse = at_partner(nurse_service, now, "a.nurse@nurses.invalid")
    rows = (draft, submission, *documents.values())
    people = [person_of(user) for user in (member, colleague, stranger, nurse)]

    for row in rows:
        for person in (*people, NOBODY):
            expected = row if may_see_patient_data(person, row) else None
            assert visible_row(person, type(row), row.pk) == expected
    assert visible_row(people[0], Draft, draft.pk) == draft
    assert visible_row(people[1], Draft, draft.pk) is None
    assert visible_row(people[0], Draft, uuid4()) is None


def test_a_draft_of_someone_who_left_its_organisation_is_not_found_by_key(draft, member, now):
    end_membership(membership=member.memberships.get(), by=member, now=now)

    assert visible_row(person_of(User.objects.get(pk=member.pk)), Draft, draft.pk) is None
