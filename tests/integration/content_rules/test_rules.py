"""When something happens, the rules that concern it are carried out, and none of them can stand in its way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Site

from audit.models import AuditEvent
from content.certification.models import Certificate, OwedMail, Reminder
from content.library.models import Document, DocumentVersion
from content.link_checks.collecting import collect_links
from content.link_checks.models import ExternalLink
from content.link_checks.services import link_broke
from content.ratings.figures import version_of
from content.ratings.services import rate
from content.rules.firing import SAID
from content.rules.happening import RESTRICTED
from content.rules.models import Event, Firing, Rule, Todo
from content.rules.services import RuleRefused, finish
from tests import builders
from tests.certifying import publish_certified
from tests.integration.content_rules.rules import a_rule, group_of
from tests.site_team import a_page, a_site_team, submit

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(OwedMail.objects.filter(template="content_rule").values_list("to__email", flat=True))


def publish(team, page, now) -> None:
    publish_certified(page, now=now, signatory=team["certifier"])


def happens(event, team, page, now) -> None:
    """Let one event happen, as it does in the product."""
    if event == Event.SUBMITTED:
        submit(page, by=team["contributor"])
        return
    publish(team, page, now)
    if event == Event.UNPUBLISHED:
        page.unpublish()
    elif event == Event.CERTIFICATE_ENDING:
        Reminder.objects.create(certificate=Certificate.objects.get(), days=30, reminded_at=now)
    elif event == Event.LINK_BROKEN:
        collect_links(now=now)
        link_broke.send_robust(sender=ExternalLink, link=ExternalLink.objects.get(), now=now)
    elif event == Event.RATED_BELOW:
        for number in range(6):
            rate(page=page, version=version_of(page), visitor=f"v{number}", value=1, now=now)


# What documents do is tried with documents, below.
@pytest.mark.parametrize("event", [one for one in Event if one != Event.DOCUMENT_REPLACED])
def test_each_event_tells_the_people_of_a_rule(team, page, event, now) -> None:
    a_rule(team, event, now, below="2.5" if event == Event.RATED_BELOW else None)

    happens(event, team, page, now)

    assert told() == [team["editor"].email]
    facts = OwedMail.objects.get(template="content_rule").facts
    assert facts["said"] == SAID[event]
    assert facts["title"] == "About about"
    assert AuditEvent.objects.filter(action="content_rule.fired").count() == 1


def replace_document(team, now, *groups) -> None:
    """Put a second version of a document in force, which is to be called something else next."""
    document = Document(programme=team.programme, title="Called next", slug="leaflet", file="leaflet.pdf")
    document.access = Document.Access.GROUPS if groups else Document.Access.AUDIENCE
    document.save()
    document.groups.set(groups)
    for number in (1, 2):
        version = DocumentVersion(
            document=document, number=number, file="leaflet.pdf", sha256="0" * 64, size=1, title="Leaflet",
            media_type="application/pdf", uploaded_at=now, job_code=f"EC-D{number}",
        )  # fmt: skip
        version.save()
        version.in_force_at = now
        version.save(update_fields=["in_force_at"])


def test_a_new_version_of_a_document_in_force_tells_the_people_of_a_rule(team, now) -> None:
    a_rule(team, Event.DOCUMENT_REPLACED, now)

    replace_document(team, now)

    assert told() == [team["editor"].email]
    assert OwedMail.objects.get(template="content_rule").facts["title"] == "Leaflet"


@pytest.mark.parametrize(("reads", "title"), [(True, "Leaflet"), (False, RESTRICTED)])
def test_nobody_learns_the_title_of_a_document_that_is_for_others(team, now, reads, title) -> None:
    rule = a_rule(team, Event.DOCUMENT_REPLACED, now)
    a_task = a_rule(team, Event.DOCUMENT_REPLACED, now, action=Rule.Action.TODO, name="A task")
    others = Group.objects.create(name="A smaller group")

    replace_document(team, now, rule.group if reads else others)

    assert OwedMail.objects.get(template="content_rule").facts["title"] == title
    assert Todo.objects.get(rule=a_task).title == title


@pytest.mark.parametrize(
    ("values", "fires"),
    [
        ({}, True),
        ({"page_type": "content.standardpage"}, True),
        ({"page_type": "content.newspage"}, False),
        ({"label": "non_promotional"}, True),
        ({"label": "promotional"}, False),
        ({"active": False}, False),
    ],
)
def test_a_rule_fires_where_its_conditions_hold(team, page, values, fires, now) -> None:
    a_rule(team, Event.SUBMITTED, now, **values)

    submit(page, by=team["contributor"])

    assert bool(told()) is fires


def test_a_rule_of_a_section_holds_there_and_below(team, page, now) -> None:
    inside = a_page(page, slug="inside", by=team["editor"])
    outside = a_page(team.home, slug="outside", by=team["editor"])
    a_rule(team, Event.SUBMITTED, now, section=page)

    submit(outside, by=team["contributor"])
    assert told() == []
    submit(inside, by=team["contributor"])
    assert len(told()) == 1


def test_ratings_are_said_once_of_a_version_and_not_of_few_votes(team, page, now) -> None:
    a_rule(team, Event.RATED_BELOW, now, below="3")
    publish(team, page, now)

    for number in range(12):
        assert bool(told()) is (number >= 5)
        rate(page=page, version=version_of(page), visitor=f"v{number}", value=1, now=now)

    assert len(told()) == 1


def test_a_good_rating_fires_nothing(team, page, now) -> None:
    a_rule(team, Event.RATED_BELOW, now, below="3")
    publish(team, page, now)
    for number in range(8):
        rate(page=page, version=version_of(page), visitor=f"v{number}", value=5, now=now)

    assert told() == []


def test_a_task_is_given_once_until_it_is_done(team, page, now) -> None:
    a_rule(team, Event.UNPUBLISHED, now, action=Rule.Action.TODO, days=3)
    publish(team, page, now)
    page.unpublish()
    publish(team, page, now)
    page.unpublish()

    todo = Todo.objects.get()
    assert todo.due_on == timezone.localdate() + timedelta(days=3)

    finish(todo=todo, by=team["editor"], now=now)
    with pytest.raises(RuleRefused):
        finish(todo=todo, by=team["editor"], now=now)
    publish(team, page, now)
    page.unpublish()
    assert Todo.objects.filter(done_at=None).count() == 1


def test_a_task_of_another_group_is_not_finished(team, page, now) -> None:
    a_rule(team, Event.SUBMITTED, now, action=Rule.Action.TODO)
    submit(page, by=team["contributor"])

    with pytest.raises(RuleRefused):
        finish(todo=Todo.objects.get(), by=team["contributor"], now=now)
    assert Todo.objects.get().done_at is None


def test_a_rule_that_fails_blocks_neither_the_event_nor_another_rule(team, page, now, monkeypatch) -> None:
    from content.rules import firing

    def broken(rule, happening, now):
        Firing.objects.create(rule=rule, subject="half done", fired_at=now)
        raise RuntimeError("A mail template is broken")

    monkeypatch.setattr(firing, "_tell", broken)
    a_rule(team, Event.PUBLISHED, now, name="Fails")
    a_rule(team, Event.PUBLISHED, now, name="Works", action=Rule.Action.TODO)

    publish(team, page, now)

    page.refresh_from_db()
    assert page.live
    assert Todo.objects.count() == 1
    assert not Firing.objects.filter(subject="half done").exists()


def test_no_action_is_an_event_so_no_rule_sets_off_another(team, page, now) -> None:
    for event in Event:
        below = "5" if event == Event.RATED_BELOW else None
        for action in Rule.Action:
            a_rule(team, event, now, name=f"{event} {action}", action=action, below=below)

    submit(page, by=team["contributor"])

    assert set(Firing.objects.values_list("rule__event", flat=True)) == {Event.SUBMITTED}
    assert Firing.objects.count() == 2


def test_a_rule_of_another_programme_stays_out_of_this_one(team, page, now) -> None:
    site = Site.objects.create(hostname="other.invalid", root_page=builders.a_root_page(), port=80)
    second = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    other = a_site_team(second, now=now)
    a_rule(other, Event.SUBMITTED, now)

    submit(page, by=team["contributor"])

    assert told() == []
    with pytest.raises(RuleRefused):
        a_rule(team, Event.SUBMITTED, now, section=other.home)
    with pytest.raises(RuleRefused):
        a_rule(team, Event.SUBMITTED, now, group=group_of(other))


@pytest.mark.parametrize(("event", "below"), [(Event.SUBMITTED, "3"), (Event.RATED_BELOW, None)])
def test_a_number_goes_with_ratings_only(team, event, below, now) -> None:
    with pytest.raises(RuleRefused):
        a_rule(team, event, now, below=below)
    assert not Rule.objects.exists()
