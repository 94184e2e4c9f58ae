"""Two of the desk who do the same at the same moment, each with a connection of its own."""

from __future__ import annotations

import pytest

from accounts.models import User
from audit.verification import verify_chain
from forms.desk.models import Assignment, Tag, Tagging
from forms.desk.services.handling import add_tag, assign, remove_tag
from forms.submissions.models import Submission
from tests.integration.submissions.test_at_once import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def several(submit, enquiries):
    return [submit(enquiries) for _ in range(AT_ONCE)]


def again(row):
    """Return a row as a request of its own reads it."""
    return type(row).objects.get(pk=row.pk)


def test_a_new_tag_that_several_give_at_once_is_one_tag(several, clerk, today):
    all_at_once(
        lambda number: add_tag(
            submission=again(several[number]), name=["Call back", "call back"][number % 2], by=again(clerk), now=today
        )
    )  # fmt: skip

    assert Tag.objects.count() == 1
    assert Tagging.objects.count() == AT_ONCE
    assert verify_chain().holds


def test_a_tag_that_is_taken_off_its_last_submission_while_another_gets_it_is_there(several, clerk, today):
    first, second, *_ = several
    add_tag(submission=first, name="Urgent", by=clerk, now=today)
    tag = Tag.objects.get()

    def act(number):
        if number:
            return add_tag(submission=again(second), name="Urgent", by=again(clerk), now=today)
        return remove_tag(submission=again(first), tag_id=tag.pk, by=again(clerk), now=today)

    all_at_once(act, 2)

    assert [one.submission_id for one in Tagging.objects.filter(tag__name="Urgent")] == [second.pk]
    assert Tag.objects.count() == 1


def test_of_two_who_give_a_submission_to_somebody_at_once_the_last_one_holds(several, clerk, reader, today):
    people = [clerk, reader]

    all_at_once(
        lambda number: assign(
            submission=Submission.objects.get(pk=several[0].pk),
            to=User.objects.get(pk=people[number].pk),
            by=again(clerk),
            now=today,
        ),
        2,
    )

    assert Assignment.objects.get().assignee in people
    assert verify_chain().holds
