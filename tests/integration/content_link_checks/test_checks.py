"""External links are listed, checked over real HTTP, and reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from content.link_checks.checking import check
from content.link_checks.collecting import collect_links
from content.link_checks.models import ExternalLink, LinkUse
from content.link_checks.periodic import check_links
from content.link_checks.reaching import Network
from content.link_checks.services import (
    HOST_DELAY,
    MOST_OF_A_HOST,
    ChecksOff,
    Pace,
    check_again,
    check_due,
    link_broke,
)
from tests.certifying import publish_certified
from tests.integration.content_link_checks.web_server import WebServer
from tests.site_team import a_page

pytestmark = pytest.mark.django_db
LOOPBACK = "127.0.0.1"
State = ExternalLink.State


@pytest.fixture
def server() -> Iterator[WebServer]:
    found = WebServer()
    found.start()
    yield found
    found.stop()


@pytest.fixture
def network() -> Network:
    """Every host stands on loopback, which only this network may ask."""
    return Network(
        resolve=lambda host, port: ["10.0.0.1"] if host.startswith("inside") else [LOOPBACK],
        allowed=frozenset({LOOPBACK}),
        timeout=1,
    )


@pytest.fixture
def on(settings) -> None:
    settings.LINK_CHECKS = True


@pytest.fixture
def pace() -> Pace:
    return Pace(sleep=lambda seconds: None, monotonic=lambda: 0.0)


def live_page_with(team, now, *addresses, slug="about"):
    html = " ".join(f'<a href="{one}">link</a>' for one in addresses)
    page = a_page(team.home, by=team["editor"], html=html, slug=slug)
    publish_certified(page, now=now, signatory=team["certifier"])
    return page


@pytest.mark.parametrize(
    ("path", "state", "said"),
    [
        ("/200", State.WORKING, "200 OK"),
        ("/head/405/200", State.WORKING, "200 OK"),
        ("/head/404/200", State.WORKING, "200 OK"),
        ("/401", State.WORKING, "401 Unauthorized"),
        ("/429", State.WORKING, "429 Too Many Requests"),
        ("/404", State.BROKEN, "404 Not Found"),
        ("/500", State.BROKEN, "500 Internal Server Error"),
        ("/599", State.BROKEN, "599"),
        ("/to/200", State.BROKEN, "404 Not Found"),
        ("/hang", State.BROKEN, "No answer in time"),
    ],
)
def test_an_answer_is_understood(server, network, path, state, said) -> None:
    if path == "/to/200":
        path = f"/to/{server.address('/404')}"

    answer = check(server.address(path), network)

    assert (answer.state, answer.said) == (state, said)


def test_a_redirect_is_followed_to_its_end(server, network) -> None:
    assert check(server.address(f"/to/{server.address('/200')}"), network).state == State.WORKING
    assert ("HEAD", "/200") in server.asked


def test_a_redirect_into_a_private_network_is_refused_before_it_is_asked(server, network) -> None:
    inside = server.address("/200", host="inside.example")

    assert check(server.address(f"/to/{inside}"), network).state == State.REFUSED
    assert ("HEAD", "/200") not in server.asked


def test_redirects_without_end_end(server, network) -> None:
    answer = check(server.address("/loop"), network)

    assert (answer.state, answer.said) == (State.BROKEN, "Redirects without end")
    assert len(server.asked) == 6


@pytest.mark.parametrize("nowhere", ["http://[bad", "//[", "http://a]b/"])
def test_a_redirect_to_what_is_no_address_is_a_broken_link_and_stops_no_run(
    team, now, server, network, on, pace, nowhere
) -> None:
    live_page_with(team, now, server.address(f"/to/{nowhere}"), server.address("/200"))
    collect_links(now=now)

    assert check_due(now=now, network=network, pace=pace) == (2, 1)

    link = ExternalLink.objects.get(state=State.BROKEN)
    assert link.answer == "Redirects to what is no web address"
    assert link.next_check_at > now


def test_loopback_is_refused_unless_a_test_allows_it(server) -> None:
    network = Network(resolve=lambda host, port: [LOOPBACK])

    assert check("http://site.example/200", network).state == State.REFUSED
    assert server.asked == []


def test_links_of_live_pages_and_records_are_listed_with_their_places(team, now) -> None:
    live_page_with(team, now, "https://one.example/a", "https://one.example/a#part")
    a_page(team.home, slug="draft", html='<a href="https://two.example/">draft</a>')
    record = team.programme.safety_records.first()
    record.link = "https://record.example/"
    record.save()

    collect_links(now=now)

    found = dict(LinkUse.objects.values_list("link__address", "kind"))
    assert found == {"https://one.example/a": "page", "https://record.example/": "record"}


def test_a_link_that_stands_nowhere_any_more_is_forgotten(team, now) -> None:
    page = live_page_with(team, now, "https://one.example/")
    collect_links(now=now)

    page.unpublish()
    collect_links(now=now)

    assert not ExternalLink.objects.exists()


def test_collecting_again_keeps_what_is_known(team, now) -> None:
    live_page_with(team, now, "https://one.example/")
    collect_links(now=now)
    ExternalLink.objects.update(state=State.BROKEN, broken_since=now, answer="404 Not Found")

    collect_links(now=now + timedelta(days=1))

    link = ExternalLink.objects.get()
    assert (link.state, link.broken_since, link.uses.count()) == (State.BROKEN, now, 1)


def test_a_link_is_broken_since_its_first_failure_until_it_works(
    team, now, server, network, on, pace
) -> None:
    live_page_with(team, now, server.address("/404"))
    collect_links(now=now)
    broke = []
    link_broke.connect(lambda link, **_: broke.append(link.pk), weak=False, dispatch_uid="test")

    for day in range(3):
        assert check_due(now=now + timedelta(days=day), network=network, pace=pace) == (1, 1)
    link_broke.disconnect(dispatch_uid="test")

    link = ExternalLink.objects.get()
    assert (link.broken_since, len(broke)) == (now, 1)
    ExternalLink.objects.update(address=server.address("/200"))
    check_due(now=now + timedelta(days=4), network=network, pace=pace)
    assert ExternalLink.objects.get().broken_since is None


def test_a_run_spares_each_host(team, now, server, network, on) -> None:
    addresses = [server.address(f"/{number}/200") for number in range(MOST_OF_A_HOST + 3)]
    live_page_with(team, now, *addresses)
    collect_links(now=now)
    slept: list[float] = []

    asked, _ = check_due(now=now, network=network, pace=Pace(sleep=slept.append, monotonic=lambda: 0.0))

    assert asked == MOST_OF_A_HOST
    assert slept == [HOST_DELAY] * (MOST_OF_A_HOST - 1)
    assert check_due(now=now, network=network, pace=Pace(sleep=slept.append, monotonic=lambda: 0.0))[0] == 3


def test_a_run_ends_after_its_time(team, now, server, network, on) -> None:
    live_page_with(team, now, server.address("/200"))
    collect_links(now=now)
    clock = iter([0.0, 1_000.0])

    assert check_due(now=now, network=network, pace=Pace(monotonic=lambda: next(clock))) == (0, 0)


def test_nothing_is_asked_where_checks_are_switched_off(team, now, server, network) -> None:
    live_page_with(team, now, server.address("/200"))
    collect_links(now=now)

    with pytest.raises(ChecksOff):
        check_due(now=now, network=network)
    assert check_links(now) == "Switched off"
    assert server.asked == []


def broken_link(team, now):
    live_page_with(team, now, "https://gone.example/page")
    collect_links(now=now)
    ExternalLink.objects.update(
        state=State.BROKEN, broken_since=now, answer="404 Not Found", checked_at=now,
        next_check_at=now + timedelta(days=1),
    )  # fmt: skip
    return ExternalLink.objects.get()


def test_the_report_shows_page_link_since_when_and_the_last_answer(team, now, client) -> None:
    broken_link(team, now)
    client.force_login(team["reader"])

    shown = client.get(reverse("broken_links_report")).content.decode()

    for words in ("About about", "https://gone.example/page", "404 Not Found", "2027"):
        assert words in shown
    assert "Check again" not in shown
    csv = b"".join(client.get(reverse("broken_links_report"), {"export": "csv"}).streaming_content)
    assert b"https://gone.example/page" in csv


def test_an_editor_has_a_link_checked_again_and_that_is_audited(team, now, client, on) -> None:
    link = broken_link(team, now)
    client.force_login(team["editor"])
    assert "Check again" in client.get(reverse("broken_links_report")).content.decode()

    client.post(reverse("link_checks:again", args=[link.pk]))

    link.refresh_from_db()
    assert link.next_check_at < now
    assert AuditEvent.objects.filter(action="link.check_asked_for").count() == 1


def test_a_reader_has_nothing_checked(team, now, client, on) -> None:
    link = broken_link(team, now)
    client.force_login(team["reader"])

    client.post(reverse("link_checks:again", args=[link.pk]))

    link.refresh_from_db()
    assert link.next_check_at > now


def test_asking_again_is_refused_where_checks_are_off(team, now) -> None:
    link = broken_link(team, now)

    with pytest.raises(ChecksOff):
        check_again(link=link, by=team["editor"], now=now)
    assert not AuditEvent.objects.filter(action="link.check_asked_for").exists()
