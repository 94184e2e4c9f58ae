"""An open form changes while a visitor fills it in, and its earlier version may not be sent any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.models import Form
from forms.submissions.carrying.notices import carry_over_due
from forms.submissions.models import Draft, Submission
from tests.integration.open_forms.conftest import a_professional, a_version, asked, hidden, open_spec

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish_over(form, author):
    """Return how a version is published whose predecessors' drafts may not be sent any more."""

    def publish(spec):
        version = a_version(form, spec, by=author)
        Form.objects.filter(pk=form.pk).update(drafts_until=timezone.now() - timedelta(minutes=1))
        return version

    return publish


def with_another_name():
    """The form asks for its name as a number of years now, so that a name no longer fits."""
    question, you = open_spec().steps
    changed = tuple(
        asked("name", "number", label="Your years here") if one.key == "name" else one for one in you.fields
    )
    return open_spec(steps=(question, replace(you, fields=changed)))


def test_where_every_answer_fits_the_visitor_is_told_and_sends_it(browser, publish_over):
    draft = browser.filled()
    newer = publish_over(open_spec(intro="Ask anything."))

    page = browser.client.get(browser.address("resume", draft.pk), follow=True).content.decode()

    assert "All your answers fit the new version" in page
    assert browser.send(draft).status_code == 302
    assert Submission.objects.get().form_version == newer
    assert AuditEvent.objects.get(action="draft.carried_over").actor == "visitor"


def test_nothing_is_sent_on_the_earlier_version_and_the_page_leads_on(browser, publish_over):
    draft = browser.filled()
    revision = hidden(browser.client.get(browser.address("check", draft.pk)), "revision")
    publish_over(open_spec(intro="Ask anything."))

    page = browser.client.post(browser.address("submit", draft.pk), {"revision": revision}, follow=True)

    assert not Submission.objects.exists()
    assert "Nothing was sent: this form has changed" in page.content.decode()
    assert browser.send(draft).status_code == 302


def test_what_does_not_fit_is_shown_to_its_visitor_alone_and_asked_for_again(browser, publish_over):
    draft = browser.filled()
    newer = publish_over(with_another_name())
    address = browser.address("changed", draft.pk)

    page = browser.client.get(browser.address("check", draft.pk), follow=True)

    assert page.redirect_chain[-1][0] == address
    assert "Vera Visitor" in page.content.decode()
    assert a_professional().client.get(address).status_code == 404
    gone_on = browser.client.post(address, {"revision": hidden(page, "revision")}, follow=True)
    assert gone_on.redirect_chain[-1][0] == browser.address("step", draft.pk, "you")
    kept = Draft.objects.get(pk=draft.pk)
    assert kept.form_version == newer
    assert "name" not in kept.work["answers"]
    assert kept.work["answers"]["mail"] == "vera@clinic.invalid"


def test_the_job_moves_a_visitor_s_draft_and_writes_to_nobody(browser, publish_over):
    fits = browser.filled()
    publish_over(open_spec(intro="Ask anything."))
    assert carry_over_due(timezone.now()) == (1, 0)
    assert Draft.objects.get(pk=fits.pk).form_version.number == 2

    publish_over(with_another_name())
    assert carry_over_due(timezone.now()) == (0, 0)
    assert carry_over_due(timezone.now()) == (0, 0)
    assert Draft.objects.get(pk=fits.pk).form_version.number == 2
    assert not mail.outbox
