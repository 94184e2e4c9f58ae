from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.desk.models import Passage
from forms.submissions.models import Draft
from forms.submissions.services import discard_draft, expire_drafts, save_step, start_draft, submit as send
from forms.submissions.work import work_from_json
from tests.integration.submissions.wizard import hidden, step_url

pytestmark = pytest.mark.django_db
WHO = {"name": "Ada"}
WHAT = {"topic": "dose"}


@pytest.fixture
def draft(enquiries, organisation, member, now):
    return start_draft(form_version=enquiries, organisation=organisation, owner=member, now=now)


def save(draft, step, answers, at):
    save_step(draft=draft, step_key=step, answers=answers, by=draft.owner, revision=draft.revision, now=at)


def test_a_sent_draft_leaves_its_steps_times_and_no_answer(draft, member, now):
    save(draft, "who", WHO, now + timedelta(seconds=40))
    save(draft, "what", WHAT, now + timedelta(seconds=100))
    save(draft, "who", WHO, now + timedelta(hours=2))
    send(draft=draft, by=member, revision=draft.revision, now=now + timedelta(hours=3))

    passage = Passage.objects.get()
    assert passage.sent
    assert passage.last_step == "what"
    # The save two hours later came after a pause.
    assert passage.seconds == {"who": 40, "what": 60}
    assert "Ada" not in str(vars(passage))
    assert str(member.pk) not in str(vars(passage))


def test_a_deleted_and_an_expired_draft_tell_where_people_stopped(
    draft, enquiries, organisation, member, now
):
    other = start_draft(form_version=enquiries, organisation=organisation, owner=member, now=now)
    save(draft, "who", WHO, now)

    discard_draft(draft=draft, by=member, now=now)
    expire_drafts(now + timedelta(days=60))

    assert Draft.objects.get(pk=other.pk).state == Draft.State.EXPIRED
    assert sorted(Passage.objects.values_list("sent", "last_step")) == [(False, ""), (False, "who")]


def test_a_refused_page_is_counted_by_question_with_one_statement_more_and_no_newer_draft(
    enquiries, organisation, member, at_desk
):
    draft = start_draft(form_version=enquiries, organisation=organisation, owner=member, now=timezone.now())
    client, url = at_desk(member), step_url(draft, "who")
    page = client.get(url)

    with CaptureQueriesContext(connection) as captured:
        answer = client.post(url, {**hidden(page), "name": ""})

    assert answer.status_code == 200
    writes = [one["sql"] for one in captured if re.match("UPDATE|INSERT|DELETE", one["sql"])]
    assert len(writes) == 1
    draft.refresh_from_db()
    assert draft.revision == 0
    assert work_from_json(draft.work).tallies["who"].refused == {"name": 1}
    assert client.post(url, {**hidden(page), "name": "Ada"}).status_code == 302
    discard_draft(draft=Draft.objects.get(pk=draft.pk), by=member, now=timezone.now())
    assert Passage.objects.get().errors == {"name": 1}


def many(version, count, today, **values):
    Passage.objects.bulk_create(
        Passage(
            **{
                "form_version": version,
                "closed_on": today.date(),
                "sent": True,
                "last_step": "what",
                **values,
            }
        )
        for _ in range(count)
    )


def test_the_charts_show_weeks_times_endings_and_refusals(at_desk, reader, submit, enquiries, today):
    for _ in range(6):
        submit(enquiries, at=today - timedelta(hours=1))
    many(enquiries, 5, today, seconds={"who": 65}, errors={"name": 2})
    many(enquiries, 7, today, sent=False, last_step="who")

    page = at_desk(reader).get(reverse("submissions_admin:figures_of_form", args=[enquiries.form_id]))

    html = page.content.decode()
    assert html.count("<svg") - html.count('<svg class="icon') >= 4
    for label, text in (("Who you are", "1 min 5 s"), ("Who you are", "7"), ("Name", "10")):
        assert re.search(rf'<th scope="row">{label}</th>\s*<td>{text}</td>', html), (label, text)
    assert re.search(r"<td>6</td>", html)
    assert "style=" not in html[html.index("desk-chart") :].partition("</main>")[0]


def test_small_numbers_stay_hidden_from_who_may_not_read_the_answers(
    at_desk, clerk, reader, submit, enquiries, today
):
    for _ in range(4):
        submit(enquiries, at=today - timedelta(hours=1))
    many(enquiries, 3, today, seconds={"who": 65}, errors={"name": 1})
    address = reverse("submissions_admin:figures_of_form", args=[enquiries.form_id])

    hidden_from, shown_to = (at_desk(person).get(address).content.decode() for person in (clerk, reader))

    assert "fewer than 5" in hidden_from
    assert "Too few to say" in hidden_from
    for text in ("<td>4</td>", "<td>3</td>", "1 min 5 s"):
        assert text not in hidden_from
        assert text in shown_to
    assert "fewer than 5" not in shown_to


def test_the_charts_cost_the_same_for_few_and_for_many(at_desk, clerk, submit, enquiries, today):
    client, address = at_desk(clerk), reverse("submissions_admin:figures_of_form", args=[enquiries.form_id])
    client.get(address)
    costs = []
    for more in (0, 40):
        for _ in range(more):
            submit(enquiries)
        many(enquiries, more, today, seconds={"who": 3})
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_the_charts_begin_with_the_form_that_something_came_in_for_last(
    at_desk, clerk, submit, enquiries, registrations, today
):
    for version, at in ((enquiries, today - timedelta(hours=2)), (registrations, today - timedelta(hours=1))):
        submit(version, at=at)

    assert at_desk(clerk).get(reverse("submissions_admin:figures")).context["shown"] == registrations.form_id


def test_a_form_of_another_programme_has_no_charts_here(at_desk, clerk, enquiries):
    address = reverse("submissions_admin:figures_of_form", args=[enquiries.form_id + 999])

    assert at_desk(clerk).get(address).status_code == 404
