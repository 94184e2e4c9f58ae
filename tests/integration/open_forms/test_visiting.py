"""Somebody without an account fills in an open form and sends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.models import Form
from forms.documents.models import Document
from forms.documents.services import read_pdf, render_document
from forms.registration.models import RestrictedTask
from forms.routing.models import Delivery
from forms.routing.pipeline import send_leg
from forms.submissions.models import Draft, Submission
from forms.submissions.visitors.identity import COOKIE
from tests import builders, pdf_probe
from tests.integration.open_forms.conftest import a_professional, a_version, open_spec

pytestmark = pytest.mark.django_db


def test_a_visitor_sends_a_form_and_gets_its_reference(browser):
    draft = browser.filled()

    response = browser.send(draft)

    submission = Submission.objects.get()
    assert response["Location"] == browser.address("sent", draft.pk)
    thanks = browser.client.get(response["Location"]).content.decode()
    assert submission.reference in thanks
    assert "The desk answers you." in thanks
    assert (submission.organisation, submission.submitted_by) == (None, None)
    assert submission.answers["name"] == "Vera Visitor"


def test_what_a_visitor_sends_goes_to_the_desk_alone_without_a_copy_for_a_team(browser, desk):
    browser.send(browser.filled())

    assert [(one.partner, one.organisation, one.holds_patients) for one in Document.objects.all()] == [
        (desk, None, False)
    ]
    assert [(one.partner, one.organisation, one.state) for one in Delivery.objects.all()] == [
        (desk, None, "queued")
    ]


def test_the_desk_s_inbox_gets_the_pdf(browser, settings, desk):
    browser.send(browser.filled())
    leg = Delivery.objects.get()

    state = send_leg(delivery_id=leg.pk, clock=timezone.now, schedule=lambda *_, **__: None)

    assert state == "sent"
    inbox = settings.DELIVERY_INBOX_DIR / "questions"
    assert [path.name.startswith(leg.reference) for path in inbox.glob(f"{leg.reference}*.pdf")] == [True]


def test_the_pdf_speaks_of_no_prescription(browser):
    browser.send(browser.filled())
    document = render_document(document_id=Document.objects.get().pk, now=timezone.now())

    text = " ".join(" ".join(page.split()) for page in pdf_probe.page_texts(read_pdf(document)))

    assert "How is it stored?" in text
    assert "Questions desk" in text
    assert "prescription" not in text


def test_a_draft_stays_on_the_version_it_was_begun_on(browser, form, author):
    draft = browser.begun()
    a_version(form, open_spec(title="Another title"), by=author)

    browser.fill(draft)
    browser.send(draft)

    assert Submission.objects.get().form_version.number == 1


def test_sending_twice_makes_one_submission(browser):
    draft = browser.filled()
    first = browser.send(draft)

    again = browser.client.post(browser.address("submit", draft.pk), {"revision": "2"})

    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    assert Submission.objects.count() == 1


def test_whoever_comes_back_to_a_draft_that_was_sent_sees_its_reference(browser):
    draft = browser.filled()
    browser.send(draft)

    page = browser.client.get(browser.address("resume", draft.pk), follow=True)

    assert Submission.objects.get().reference in page.content.decode()


def test_the_first_page_leads_back_to_what_was_begun(browser):
    draft = browser.begun()

    page = browser.client.get(browser.address("start", "ask")).content.decode()

    assert browser.address("resume", draft.pk) in page
    assert browser.address("discard", draft.pk) in page


def test_a_visitor_s_answers_are_erased_when_asked(browser):
    draft = browser.filled()

    browser.client.post(browser.address("discard", draft.pk))

    draft.refresh_from_db()
    assert (draft.state, bytes(draft.work_sealed)) == ("discarded", b"")


def test_another_visitor_s_draft_is_not_there(browser):
    draft = browser.filled()
    other = a_professional()
    other.begin()

    for name in ("resume", "check", "discard", "sent"):
        assert other.client.get(other.address(name, draft.pk)).status_code == 404
    assert other.client.post(other.address("submit", draft.pk), {"revision": "2"}).status_code == 404
    assert not Submission.objects.exists()


def test_without_its_cookie_or_with_a_forged_one_a_draft_is_not_there(browser):
    draft = browser.begun()
    kept = browser.client.cookies[COOKIE].value

    for cookie in ("", "forged", kept[:-2] + "zz", kept.split(":")[0]):
        browser.client.cookies[COOKIE] = cookie
        assert browser.client.get(browser.address("resume", draft.pk)).status_code == 404


def test_a_draft_ends_with_the_day_of_its_cookie(browser):
    draft = browser.begun()
    Draft.objects.filter(pk=draft.pk).update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(minutes=1)
    )

    page = browser.client.get(browser.address("resume", draft.pk))

    assert page.status_code == 410
    assert "kept for a day only" in page.content.decode()


def test_the_cookie_is_kept_for_a_day_and_for_open_forms_only(browser):
    cookie = browser.begin().cookies[COOKIE]

    assert (cookie["path"], cookie["max-age"]) == ("/forms/", 86400)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_row_holds_no_token_and_the_trail_no_person(browser):
    draft = browser.begun()
    token = browser.client.cookies[COOKIE].value.split(":")[0]

    assert token not in draft.visitor_hash
    assert len(draft.visitor_hash) == 64
    assert set(AuditEvent.objects.values_list("actor", "organisation")) == {("visitor", "")}


def test_whoever_has_not_said_who_they_are_is_asked_first(version):
    page = Client().get("/forms/ask/")

    assert "This page is for healthcare professionals" in page.content.decode()
    assert "Ask a question" not in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


def test_a_page_of_an_open_form_is_kept_by_nobody_and_found_by_nobody(browser):
    page = browser.client.get("/forms/ask/")

    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert "form-action 'self'" in page["Content-Security-Policy"]


def test_a_form_for_everybody_names_no_brand(form, author):
    a_version(form, open_spec(readers="public"), by=author)

    page = a_professional().client.get("/forms/ask/").content.decode()

    assert "Ask a question" in page
    assert "ExampleCare" not in page


def test_a_member_fills_it_in_as_a_member(browser, member, client):
    client.force_login(member)

    assert client.get("/forms/ask/")["Location"] == "/registrations/start/ask/"


def test_a_member_s_form_reaches_the_desk_and_the_team(version, member, client, organisation, desk):
    client.force_login(member)

    begun = client.post("/registrations/start/ask/")

    draft = Draft.objects.get()
    assert begun.status_code == 302
    assert (draft.owner_id, draft.organisation_id, draft.visitor_hash) == (member.pk, organisation.pk, "")


def test_a_form_for_members_asks_visitors_to_sign_in(form, author):
    a_version(form, open_spec(open_to="members"), by=author)

    page = a_professional().client.get("/forms/ask/")

    assert page["Location"] == "/registrations/start/ask/"


def test_a_form_of_another_programme_is_not_there(form, version):
    Form.objects.filter(pk=form.pk).update(slug="other")

    assert a_professional().client.get("/forms/ask/").status_code == 404


def test_an_adverse_event_in_a_visitor_s_text_is_told_to_drug_safety(browser):
    draft = browser.begun()
    browser.fill(draft, question={"words": "A rash.", "words_adverse_event": "yes"})

    browser.send(draft)

    report = RestrictedTask.objects.get().report
    assert (report["name"], report["email"]) == ("Vera Visitor", "vera@clinic.invalid")
    assert report["questions"] == ["Your question"]


def test_nobody_writes_to_a_visitor_when_the_form_arrived(browser, mailoutbox):
    browser.send(browser.filled())

    send_leg(delivery_id=Delivery.objects.get().pk, clock=timezone.now, schedule=lambda *_, **__: None)

    submission = Submission.objects.get()
    assert submission.outcome == "delivered"
    assert submission.notified_at == submission.settled_at
    assert mailoutbox == []


def test_without_an_address_of_the_desk_nothing_is_sent_and_the_answers_are_kept(browser, desk):
    draft = browser.filled()
    desk.destinations.all().delete()

    page = browser.send(draft)

    assert page.status_code == 422
    assert "020 7946 0150" in page.content.decode()
    assert not Submission.objects.exists()
    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_a_desk_that_takes_nothing_today_is_said_before_anybody_types(browser, desk):
    desk.available_from = None
    desk.save()

    page = browser.client.get("/forms/ask/").content.decode()

    assert "cannot be filled in at the moment" in page
    assert "Start now" not in page


def test_members_of_a_hospital_see_no_visitor_s_submission(browser, member, client):
    browser.send(browser.filled())
    client.force_login(member)

    listed = client.get("/registrations/?whose=team").content.decode()
    opened = client.get(f"/registrations/{Submission.objects.get().reference}/")

    assert Submission.objects.get().reference not in listed
    assert opened.status_code == 404


def test_a_visitor_s_draft_without_a_visitor_is_refused_by_the_database(version, programme, now):
    values = {
        "programme": programme,
        "form_version": version,
        "created_at": now,
        "updated_at": now,
        "expires_at": now + timedelta(days=1),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(**values, visitor_hash="a" * 64, owner=builders.a_user())
