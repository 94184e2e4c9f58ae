from __future__ import annotations

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from forms.definitions import kinds
from forms.desk.bulk.services import MOST_SUBJECTS, begin_job, run_job
from forms.desk.models import Assignment, Job, Tagging
from forms.desk.refusals import DeskRefused
from forms.desk.rights import NotAllowed
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery
from forms.submissions.models import Submission
from tests.integration.desk.conftest import undone, with_rights
from tests.integration.routing.legs import a_leg

pytestmark = pytest.mark.django_db


def begin(action, subjects, by, now, **values):
    return begin_job(
        action=action, values=values, subjects=[one.pk for one in subjects],
        programme_id=subjects[0].programme_id, by=by, now=now,
    )  # fmt: skip


def done(job, now):
    run_job(job_id=job.pk, clock=lambda: now)
    return Job.objects.get(pk=job.pk)


def test_a_bulk_tag_reaches_each_submission_and_shows_how_far_it_is(at_desk, clerk, submit, enquiries, now):
    several = [submit(enquiries) for _ in range(3)]
    client = at_desk(clerk)

    values = {"action": "tag", "tag": "spring", "submission": [str(one.pk) for one in several]}
    response = client.post(reverse("submissions_admin:begin_job"), values)

    job = Job.objects.get()
    assert response.url == reverse("submissions_admin:job", args=[job.pk])
    assert DBTaskResult.objects.get().queue_name == "slow"
    page = client.get(response.url).content.decode()
    assert "0 of 3 submissions" in page
    assert "Look again" in page
    job = done(job, now)
    assert (job.state, job.done, job.errors) == ("done", 3, [])
    assert Tagging.objects.count() == 3
    assert "3 of 3 submissions" in client.get(f"{response.url}?progress=1").content.decode()
    assert "Add a tag" in client.get(reverse("submissions_admin:jobs")).content.decode()


def test_all_that_the_filters_find_is_meant_when_asked_for(at_desk, clerk, submit, enquiries, registrations):
    for _ in range(3):
        submit(enquiries)
    submit(registrations)

    at_desk(clerk).post(
        reverse("submissions_admin:begin_job"),
        {"action": "tag", "tag": "x", "all": "yes", "query": f"form={enquiries.form_id}"},
    )

    assert Job.objects.get().total == 3


def test_what_has_pages_elsewhere_is_no_subject(
    at_desk, clerk, submit, enquiries, registrations, monkeypatch
):
    monkeypatch.setattr(kinds.kind_of("example"), "listed", False)
    here, elsewhere = submit(enquiries), submit(registrations)

    ticked = {"action": "tag", "tag": "x", "submission": [str(here.pk), str(elsewhere.pk)]}
    at_desk(clerk).post(reverse("submissions_admin:begin_job"), ticked)

    assert Job.objects.get().subjects == [str(here.pk)]


def test_bulk_assignment_and_back(clerk, reader, submit, enquiries, now):
    several = [submit(enquiries) for _ in range(2)]

    done(begin("assign", several, clerk, now, assignee=str(reader.pk)), now)
    assert Assignment.objects.filter(assignee=reader).count() == 2
    done(begin("assign", several, clerk, now, assignee=""), now)
    assert not Assignment.objects.exists()


def test_legs_are_tried_again_and_what_cannot_be_is_listed_by_reference(
    clerk, submit, enquiries, organisation, nurse_service, now
):
    operator = with_rights(clerk, "operate_delivery")
    failed, fine = submit(enquiries), submit(enquiries)
    leg = a_leg(organisation, nurse_service, now=now)
    Delivery.objects.filter(pk=leg.pk).update(subject_id=failed.pk, state="failed")

    job = done(begin("retry", [failed, fine], operator, now), now)

    assert Delivery.objects.get(pk=leg.pk).state == "queued"
    assert job.errors == [{"reference": fine.reference, "problem": "No delivery of it failed."}]
    assert (job.state, job.done) == ("done", 2)


def test_held_legs_are_cancelled_with_a_reason(clerk, submit, enquiries, organisation, nurse_service, now):
    operator = with_rights(clerk, "operate_delivery")
    one = submit(enquiries)
    leg = a_leg(organisation, nurse_service, now=now, decision=GateDecision(False, "Not signed."))
    Delivery.objects.filter(pk=leg.pk).update(subject_id=one.pk)

    with pytest.raises(DeskRefused):
        begin("cancel", [one], operator, now, reason=" ")
    done(begin("cancel", [one], operator, now, reason="Asked for by the hospital"), now)

    assert Delivery.objects.get(pk=leg.pk).state == "cancelled"


def test_what_fails_around_the_beginning_leaves_neither_job_nor_task(clerk, submit, enquiries, now):
    one = submit(enquiries)

    undone(lambda: begin("tag", [one], clerk, now, tag="x"), at=now)

    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_without_the_right_no_job_begins(clerk, member, submit, enquiries, now):
    one = submit(enquiries)

    with pytest.raises(NotAllowed):
        begin("retry", [one], clerk, now)
    with pytest.raises(NotAllowed):
        begin("tag", [one], member, now, tag="x")
    assert not Job.objects.exists()


def test_who_loses_the_right_changes_nothing_more(clerk, submit, enquiries, now):
    one = submit(enquiries)
    job = begin("tag", [one], clerk, now, tag="x")
    clerk.user_permissions.clear()

    job = done(job, now)

    assert not Tagging.objects.exists()
    assert job.errors[0]["reference"] == one.reference


@pytest.mark.parametrize("action", ["", "delete", "tag"])
def test_what_cannot_be_done_is_refused_before_it_begins(clerk, submit, enquiries, now, action):
    with pytest.raises(DeskRefused):
        begin(action, [submit(enquiries)], clerk, now)
    with pytest.raises(DeskRefused):
        begin_job(action="tag", values={"tag": "x"}, subjects=[], programme_id=enquiries.form.programme_id,
                  by=clerk, now=now)  # fmt: skip

    assert not Job.objects.exists()
    assert MOST_SUBJECTS == 5_000


def test_a_job_goes_on_from_where_a_dead_worker_left_it(clerk, submit, enquiries, now):
    first, second = submit(enquiries), submit(enquiries)
    job = begin("tag", [first, second], clerk, now, tag="x")
    Job.objects.filter(pk=job.pk).update(done=1, state=Job.State.RUNNING)

    done(job, now)

    assert list(Tagging.objects.values_list("submission_id", flat=True)) == [second.pk]
    assert Submission.objects.count() == 2
