from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from forms.desk.models import SavedFilter
from forms.desk.paging import read_cursor, slice_of
from forms.desk.services.handling import add_tag, assign
from forms.submissions.duplicates import identity_index
from forms.submissions.models import Submission
from forms.submissions.reference import new_reference
from programme.reach import _supplied
from tests import builders
from tests.integration.desk.conftest import with_rights

pytestmark = pytest.mark.django_db
INDEX = "submissions_admin:index"


def shown(client, query=""):
    page = client.get(reverse(INDEX) + query)
    assert page.status_code == 200
    return re.findall(r"EC-\d{4}-TEST-X(?=</a>)", page.content.decode())


def test_pages_by_key_show_each_submission_once_even_where_times_are_the_same(submit, enquiries, today):
    made = {submit(enquiries, at=today).pk for _ in range(7)} | {submit(enquiries).pk for _ in range(6)}
    rows = Submission.objects.all()

    seen, place = [], None
    while True:
        page = slice_of(rows, after=place, size=4)
        seen += page.keys
        if page.older is None:
            break
        place = read_cursor(str(page.older))

    assert len(seen) == len(made)
    assert set(seen) == made
    assert seen == list(rows.order_by("-submitted_at", "-pk").values_list("pk", flat=True))


def test_the_pages_lead_forth_and_back_to_the_same_rows(submit, enquiries, today):
    for _ in range(10):
        submit(enquiries, at=today)
    rows = Submission.objects.all()

    first = slice_of(rows, size=4)
    second = slice_of(rows, after=first.older, size=4)
    last = slice_of(rows, last=True, size=4)

    assert slice_of(rows, before=second.newer, size=4).keys == first.keys
    assert (first.newer, last.older) == (None, None)
    assert last.keys[-1] == rows.order_by("submitted_at", "pk").first().pk
    assert slice_of(rows, before=last.newer, size=4).older is not None


def test_a_place_that_is_none_is_the_first_page(at_desk, clerk, submit, enquiries):
    one = submit(enquiries)

    for text in ("x", "20270101T000000000000-zz", "99999999T999999999999-" + "0" * 32, "' OR 1=1"):
        assert shown(at_desk(clerk), f"?after={text}") == [one.reference]


def test_the_list_costs_the_same_for_few_and_for_many(at_desk, clerk, submit, enquiries, registrations):
    client = at_desk(clerk)
    submit(enquiries)
    client.get(reverse(INDEX))
    costs = []
    for more in (0, 60):
        for _ in range(more):
            submit(registrations)
        for query in ("", "?last=1"):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(INDEX) + query)
            costs.append(len(captured))
            assert not any("OFFSET" in one["sql"] for one in captured)

    assert len(set(costs)) == 1


def test_filters_narrow_the_list(at_desk, clerk, submit, enquiries, registrations, elsewhere, today):
    old = submit(enquiries, at=today - timedelta(days=40))
    other = submit(registrations, organisation=elsewhere)
    tagged = submit(enquiries, outcome="", settled_at=None, notified_at=None)
    add_tag(submission=tagged, name="call back", by=clerk, now=today)
    assign(submission=other, to=clerk, by=clerk, now=today)
    client, everything = at_desk(clerk), {one.reference for one in (old, other, tagged)}
    tag = tagged.taggings.get().tag_id

    for query, expected in {
        "": everything,
        f"form={enquiries.form_id}": {old.reference, tagged.reference},
        f"version={registrations.pk}": {other.reference},
        "kind=example": {other.reference},
        "outcome=under_way": {tagged.reference},
        "outcome=delivered": {old.reference, other.reference},
        f"organisation={elsewhere.pk}": {other.reference},
        f"since={(today - timedelta(days=9)).date()}": {other.reference, tagged.reference},
        f"until={(today - timedelta(days=9)).date()}": {old.reference},
        "assignee=me": {other.reference},
        "assignee=nobody": {old.reference, tagged.reference},
        f"tag={tag}": {tagged.reference},
        "form=x&version=y&since=never&outcome=none&kind=no&assignee=who": everything,
    }.items():
        assert set(shown(client, f"?{query}")) == expected, query


def test_only_the_chosen_columns_are_shown(at_desk, clerk, submit, enquiries):
    submit(enquiries)

    html = at_desk(clerk).get(reverse(INDEX), {"columns": ["sent_by"]}).content.decode()

    assert '<th scope="col">Sent by</th>' in html
    assert '<th scope="col">Deliveries</th>' not in html


def test_a_saved_filter_is_ones_own_until_it_is_shared(at_desk, clerk, reader, submit, enquiries):
    mine, theirs = at_desk(clerk), at_desk(reader)
    values = {"name": "My open ones", "query": "assignee=me&columns=form&evil=<script>"}

    mine.post(reverse("submissions_admin:save_filter"), values)
    assert "My open ones" in mine.get(reverse(INDEX)).content.decode()
    assert "My open ones" not in theirs.get(reverse(INDEX)).content.decode()
    assert "evil" not in SavedFilter.objects.get().query

    mine.post(reverse("submissions_admin:save_filter"), {**values, "shared": "yes"})
    assert "My open ones" in theirs.get(reverse(INDEX)).content.decode()

    theirs.post(reverse("submissions_admin:delete_filter", args=[SavedFilter.objects.get().pk]))
    assert SavedFilter.objects.count() == 1
    mine.post(reverse("submissions_admin:delete_filter", args=[SavedFilter.objects.get().pk]))
    assert not SavedFilter.objects.exists()


def test_a_shared_filter_of_somebody_who_left_is_deleted_by_a_colleague(at_desk, clerk, reader, programme):
    at_desk(clerk).post(
        reverse("submissions_admin:save_filter"), {"name": "Old", "query": "", "shared": "yes"}
    )
    at_desk(clerk).post(reverse("submissions_admin:save_filter"), {"name": "Private", "query": ""})
    kept = SavedFilter.objects.get(name="Old")
    address = reverse("submissions_admin:delete_filter", args=[kept.pk])
    theirs = at_desk(reader)

    assert address not in theirs.get(reverse(INDEX)).content.decode()
    clerk.is_active = False
    clerk.save()
    assert address in theirs.get(reverse(INDEX)).content.decode()
    for one in SavedFilter.objects.all():
        theirs.post(reverse("submissions_admin:delete_filter", args=[one.pk]))

    assert [one.name for one in SavedFilter.objects.all()] == ["Private"]


def test_a_filter_needs_a_name(at_desk, clerk, programme):
    at_desk(clerk).post(reverse("submissions_admin:save_filter"), {"name": "  ", "query": ""})

    assert not SavedFilter.objects.exists()


def test_a_search_by_reference_finds_one(at_desk, clerk, submit, enquiries):
    one = submit(enquiries, reference="EC-7F3K-92QX-0")
    Submission.objects.filter(pk=one.pk).update(reference=(reference := new_reference("EC")))
    submit(enquiries)

    page = at_desk(clerk).post(reverse("submissions_admin:search"), {"wanted": reference.lower()})

    assert reference in page.content.decode()
    assert "1 found" in page.content.decode()


def test_an_identifier_finds_only_what_the_person_may_read_and_never_stands_in_an_address(
    at_desk, clerk, nurse, submit, registrations, elsewhere, programme, caplog
):
    index = identity_index("nhs:9990000018", programme_id=programme.pk)
    own = submit(registrations, identity_index=index)
    other = submit(registrations, identity_index=index, organisation=elsewhere)
    address = reverse("submissions_admin:search")

    for person, expected in ((nurse, {own.reference}), (clerk, set())):
        page = at_desk(person).post(address, {"wanted": "999 000 0018"})
        assert set(re.findall(r"EC-\d{4}-TEST-X(?=</a>)", page.content.decode())) == expected
        assert other.reference not in page.content.decode()
    assert at_desk(nurse).get(address, {"wanted": "999 000 0018"}).status_code == 302
    assert "9990000018" not in caplog.text.replace(" ", "")


def test_what_another_programme_received_is_neither_listed_nor_opened(
    at_desk, clerk, submit, enquiries, programme, settings
):
    one = submit(enquiries)
    site = Site.objects.create(hostname="other.invalid", root_page=builders.a_root_page())
    other = builders.a_programme(site=site, code="othercare", reference_prefix="OC", name="OtherCare")
    kept = list(_supplied)
    _supplied[:] = [lambda user: type(other).objects.filter(pk=other.pk)]
    try:
        client = at_desk(clerk)
        assert shown(client) == []
        assert client.get(reverse("submissions_admin:detail", args=[one.pk])).status_code == 404
        for name in ("assign", "tag", "note"):
            assert client.post(reverse(f"submissions_admin:{name}", args=[one.pk])).status_code == 404
        begun = {"action": "tag", "tag": "x", "submission": str(one.pk)}
        client.post(reverse("submissions_admin:begin_job"), begun)
        assert not one.taggings.exists()
        found = client.post(reverse("submissions_admin:search"), {"wanted": one.reference}).content.decode()
        assert f"{one.reference}</a>" not in found
    finally:
        _supplied[:] = kept


def test_without_the_right_no_page_of_the_desk_opens(at_desk, submit, enquiries):
    one = submit(enquiries)
    editor = builders.a_user(email="edith@programme.invalid", is_staff=True)
    client = at_desk(with_rights(editor))
    for name, args in {
        "index": [], "jobs": [], "exports": [], "figures": [], "detail": [one.pk],
    }.items():  # fmt: skip
        assert client.get(reverse(f"submissions_admin:{name}", args=args)).status_code in (302, 403), name
    assert client.post(reverse("submissions_admin:note", args=[one.pk]), {"note": "x"}).status_code in (
        302,
        403,
    )
    assert not one.notes.exists()
