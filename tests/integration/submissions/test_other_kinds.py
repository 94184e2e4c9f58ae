"""A kind of another floor reuses the wizard under its own addresses, and stands among no registrations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from directory.models import Partner
from forms.definitions import kinds
from forms.definitions.kinds import FormKind, SubmissionRefused
from forms.definitions.models import Form
from forms.definitions.spec import AudienceSpec, Disclosure, FieldSpec, FormSpec, StepSpec
from forms.definitions.words import KindWords
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.admission import reasons_to_refuse
from forms.submissions.models import Draft, Submission
from forms.submissions.notifications import notify_overdue
from forms.submissions.reconciling import settle_missed
from forms.submissions.services import (
    DraftClosed,
    NotAColleague,
    NotTheOwner,
    hand_over_draft,
    save_step,
    start_draft,
)
from forms.submissions.settling import settle
from tests.builders import a_member, a_user
from tests.integration.submissions.conftest import a_version, sign_in
from tests.integration.submissions.sending import nothing_was_sent, sent

pytestmark = pytest.mark.django_db
SHARED = (Disclosure("parties", "share", "contract"),)
WORDS = KindWords(
    home="Agreements",
    back_home="Back to the checklist",
    go_home="Go to the checklist",
    last_step="Check and put out for signature",
    check_heading="Check the particulars",
    go_to_send="Go to the end",
    nothing_sent="Nothing has gone out yet",
    changed="Look through it again.",
    may_send="You can go on if this is right.",
    declaration="The authorised signatory reads this next.",
    send="Put out for signature",
    come_back="Stop for now",
    saved="The particulars are kept until {until}.",
    newer_version="The form is newer than this draft.",
    was_sent=("It is out for signature", "It is with the signatory."),
    was_deleted=("The particulars were deleted", "Begin again on the checklist."),
    was_expired=("The particulars have expired", "Begin again."),
)
REGISTRATION_WORDS = (
    "registration",
    "patient",
    "Check your answers",
    "Come back later",
    "My registrations</a>",
)


class Elsewhere(FormKind):
    """A form of another floor: one audience, no routes, no patients."""

    key = "elsewhere"
    label = "Elsewhere"
    audiences = (AudienceSpec("parties", "The parties"),)
    namespace = "elsewhere"
    words = WORDS
    listed = False
    shared = True
    safety_questions = False

    def __init__(self):
        self.events = []

    def home_url(self, draft):
        return f"{reverse('elsewhere:home')}?of={draft.organisation_id}"

    def after_submit_url(self, submission):
        return f"{reverse('elsewhere:home')}?reference={submission.reference}"

    def submitted(self, event):
        assert Submission.objects.get(pk=event.submission_id).draft_id == event.draft_id
        self.events.append(event)
        if event.answers["name"] == "Refuse me":
            raise SubmissionRefused("The text of the agreement was withdrawn. Ask the programme office.")


def the_spec(**values):
    fields = (
        FieldSpec("name", "short_text", "Name", disclosures=SHARED),
        FieldSpec("remarks", "long_text", "Remarks", required=False, disclosures=SHARED),
    )
    steps = (
        StepSpec("first", "First page", fields=fields[:1]),
        StepSpec("second", "Second page", fields=fields[1:]),
    )
    return FormSpec(
        **{
            "kind": "elsewhere",
            "title": "Particulars",
            "steps": steps,
            "audiences": Elsewhere.audiences,
            **values,
        }
    )


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "tests.integration.submissions.other_urls"


@pytest.fixture
def elsewhere():
    kind = Elsewhere()
    kinds.register(kind)
    yield kind
    del kinds._kinds["elsewhere"]


@pytest.fixture
def other_form(programme, elsewhere):
    return Form.objects.create(
        programme=programme, kind="elsewhere", slug="particulars", title="Particulars", live=True
    )


@pytest.fixture
def other_version(other_form, member, now):
    return a_version(other_form, the_spec(), by=member, now=now)


@pytest.fixture
def other_draft(other_version, organisation, member):
    return start_draft(
        form_version=other_version, organisation=organisation, owner=member, now=timezone.now()
    )


@pytest.fixture
def other_ready(other_draft, member):
    return completed(other_draft, member)


def completed(draft, by, name="Ada"):
    for key, answers in (("first", {"name": name}), ("second", {})):
        save_step(
            draft=draft, step_key=key, answers=answers, by=by, revision=draft.revision, now=timezone.now()
        )
    return draft


@pytest.fixture
def colleague(organisation, now):
    return a_member(organisation, now=now, email="col@harbour.invalid", name="Col League")


def url(name, draft, *more, namespace="elsewhere"):
    return reverse(f"{namespace}:{name}", args=[draft.pk, *more])


def test_the_wizard_runs_through_under_the_other_addresses(
    client, other_draft, elsewhere, member, mailoutbox
):
    sign_in(client, member)
    first = client.get(url("resume", other_draft), follow=True)
    assert first.request["PATH_INFO"] == url("step", other_draft, "first")
    client.post(url("step", other_draft, "first"), {"name": "Ada"})
    answer = client.post(url("step", other_draft, "second"), {"remarks": ""})
    assert answer.url == url("check", other_draft)
    page = client.get(answer.url)

    done = client.post(url("submit", other_draft), {"revision": page.context["revision"]})

    submission = Submission.objects.get()
    assert done.url == f"/elsewhere/?reference={submission.reference}"
    (event,) = elsewhere.events
    assert (event.draft_id, event.organisation_id, event.actor) == (
        other_draft.pk,
        submission.organisation_id,
        member,
    )
    assert mailoutbox == []


def test_every_page_speaks_in_the_kinds_own_words(client, other_ready, member):
    sign_in(client, member)
    step = client.get(url("step", other_ready, "first")).content.decode()
    check = client.get(url("check", other_ready)).content.decode()
    discard = client.get(url("discard", other_ready)).content.decode()

    assert "Back to the checklist" in step
    assert "Check and put out for signature" in step
    for words in ("Check the particulars", "Go to the end", "The authorised signatory reads this next."):
        assert words in check
    assert "Put out for signature</button>" in check
    assert 'href="/elsewhere/?of=' in check
    assert ">Agreements</a>" in discard
    assert "Who will receive what" not in check
    for page in (step, check, discard):
        main = page.partition("<main")[2].partition("</main")[0]
        assert not [word for word in REGISTRATION_WORDS if word in main]


def test_leaving_and_deleting_lead_to_the_kinds_own_page(client, other_draft, member):
    sign_in(client, member)
    home = f"/elsewhere/?of={other_draft.organisation_id}"

    left = client.post(url("step", other_draft, "first"), {"name": "Ada", "later": "1"})
    assert left.url == home
    assert client.post(url("discard", other_draft)).url == home

    gone = client.get(url("check", other_draft))
    assert gone.status_code == 410
    assert "The particulars were deleted" in gone.content.decode()
    assert "Go to the checklist" in gone.content.decode()


def test_a_sent_draft_leads_to_where_its_kind_says(client, other_ready, member):
    sent(other_ready, member, timezone.now())
    sign_in(client, member)

    assert client.get(url("check", other_ready)).url == "/elsewhere/"
    posted = client.post(url("step", other_ready, "first"), {"name": "Bob"})
    assert posted.status_code == 409
    assert "It is out for signature" in posted.content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("resume", "get"),
        ("check", "get"),
        ("submit", "get"),
        ("submit", "post"),
        ("discard", "get"),
        ("discard", "post"),
    ],
)
def test_each_namespace_refuses_the_drafts_of_the_other(
    client, other_ready, ready_draft, member, name, method
):
    sign_in(client, member)

    assert getattr(client, method)(url(name, other_ready, namespace="submissions")).status_code == 404
    assert getattr(client, method)(url(name, ready_draft)).status_code == 404
    assert not Submission.objects.exists()
    assert set(Draft.objects.values_list("state", flat=True)) == {"open"}


def test_each_namespace_refuses_the_pages_of_the_other(client, other_ready, ready_draft, member):
    sign_in(client, member)

    for page in (
        url("step", other_ready, "first", namespace="submissions"),
        url("step", ready_draft, "patient"),
    ):
        assert client.get(page).status_code == 404
        assert client.post(page, {"name": "Mallory"}).status_code == 404
    assert Draft.objects.get(pk=other_ready.pk).work["answers"]["name"] == "Ada"


def test_the_other_kind_stands_among_no_registrations(client, other_ready, ready_draft, member):
    registration = sent(ready_draft, member, timezone.now())
    waiting = start_draft(
        form_version=other_ready.form_version,
        organisation=other_ready.organisation,
        owner=member,
        now=timezone.now(),
    )
    other = sent(other_ready, member, timezone.now())
    sign_in(client, member)

    for query in ("", "?status=drafts", "?status=delivered", "?whose=team"):
        page = client.get(reverse("submissions:list") + query).content.decode()
        assert other.reference not in page
        assert "Particulars" not in page
        assert str(waiting.pk) not in page
    assert registration.reference in client.get(reverse("submissions:list")).content.decode()
    found = client.post(reverse("submissions:search"), {"wanted": other.reference}).content.decode()
    assert "Nothing found" in found
    for name in ("submission", "status", "copy"):
        assert client.get(reverse(f"submissions:{name}", args=[other.reference])).status_code == 404
    assert client.get(reverse("submissions:start", args=["particulars"])).status_code == 404


def test_the_admins_list_leaves_the_other_kind_out(client, other_ready, ready_draft, member):
    registration, other = (sent(one, member, timezone.now()) for one in (ready_draft, other_ready))
    boss = a_user(email="boss@programme.invalid", is_staff=True, is_superuser=True)
    sign_in(client, boss)

    page = client.get(reverse("submissions_admin:index")).content.decode()

    assert registration.reference in page
    assert other.reference not in page
    assert client.get(reverse("submissions_admin:detail", args=[other.pk])).status_code == 404


def test_a_form_that_goes_nowhere_is_settled_at_once_and_nobody_is_mailed(
    other_ready, member, mailoutbox, django_assert_num_queries
):
    at = timezone.now()
    submission = sent(other_ready, member, at)

    assert (submission.outcome, submission.settled_at, submission.notified_at) == ("delivered", at, at)
    assert not Document.objects.exists()
    assert not Delivery.objects.exists()
    assert settle_missed(at + timedelta(hours=1)) == (0, 0)
    assert notify_overdue(at + timedelta(hours=1)) == 0
    settle(submission.pk, at)
    assert Submission.objects.get().outcome == "delivered"
    assert mailoutbox == []


def test_a_form_that_goes_nowhere_asks_neither_gate_nor_safety_texts(
    client, other_ready, organisation, member, settings
):
    settings.REGISTRATION_GATE = "tests.integration.submissions.test_other_kinds.NeverAsked"
    settings.REFUSE_PLACEHOLDERS = True

    assert reasons_to_refuse(spec=the_spec(), organisation=organisation, on=timezone.localdate()) == ()
    assert sign_in(client, member).get(url("check", other_ready)).status_code == 200
    assert sent(other_ready, member, timezone.now()).reference


class NeverAsked:
    """A gate that must not be asked."""

    def may_send(self, **_):
        raise AssertionError("asked")

    allowed_partners = may_send


def test_what_the_kind_refuses_is_shown_and_nothing_is_sent(client, other_draft, elsewhere, member):
    completed(other_draft, member, name="Refuse me")
    sign_in(client, member)
    revision = client.get(url("check", other_draft)).context["revision"]

    answer = client.post(url("submit", other_draft), {"revision": revision})

    assert answer.status_code == 422
    assert len(elsewhere.events) == 1
    page = answer.content.decode()
    assert "Nothing has gone out yet" in page
    assert "The text of the agreement was withdrawn. Ask the programme office." in page
    assert nothing_was_sent(other_draft)


def test_free_text_about_no_patient_brings_no_adverse_event_notice(client, other_draft, member, programme):
    save_step(
        draft=other_draft,
        step_key="first",
        answers={"name": "Ada"},
        by=member,
        revision=0,
        now=timezone.now(),
    )

    page = sign_in(client, member).get(url("step", other_draft, "second")).content.decode()

    assert "Placeholder text: Adverse event" not in page.partition("<main")[2].partition("</main")[0]


class TestHandingOver:
    def test_the_owner_gives_a_draft_to_a_colleague(self, client, other_ready, member, colleague):
        hand_over_draft(draft=other_ready, to=colleague, by=member, now=timezone.now())

        assert sign_in(client, colleague).get(url("check", other_ready)).status_code == 200
        assert sign_in(client, member).get(url("check", other_ready)).status_code == 404
        event = AuditEvent.objects.get(action="draft.handed_over")
        assert event.actor == str(member.pk)
        assert (event.detail["owner_before"], event.detail["owner"]) == (str(member.pk), str(colleague.pk))

    def test_a_colleague_takes_over_a_shared_draft_and_sends_it(self, other_ready, colleague):
        taken = hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

        assert sent(taken, colleague, timezone.now()).submitted_by == colleague
        assert AuditEvent.objects.get(action="draft.handed_over").actor == str(colleague.pk)

    def test_taking_over_twice_is_taking_over_once(self, other_ready, colleague):
        for _ in range(2):
            hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

        assert AuditEvent.objects.filter(action="draft.handed_over").count() == 1

    def test_nobody_takes_over_a_registration(self, ready_draft, colleague):
        with pytest.raises(NotTheOwner):
            hand_over_draft(draft=ready_draft, to=colleague, by=colleague, now=timezone.now())

        assert Draft.objects.get().owner_id == ready_draft.owner_id

    def test_a_third_person_hands_over_nothing(self, other_ready, member, colleague, organisation, now):
        third = a_member(organisation, now=now, email="third@harbour.invalid")

        with pytest.raises(NotTheOwner):
            hand_over_draft(draft=other_ready, to=colleague, by=third, now=timezone.now())

    @pytest.mark.parametrize("role", ["signatory", "stranger", "left"])
    def test_only_a_member_receives_one(self, other_ready, member, stranger, organisation, now, role):
        receiver = stranger
        if role != "stranger":
            receiver = a_member(
                organisation, now=now, role="signatory" if role == "signatory" else "member",
                email="other@harbour.invalid",
            )  # fmt: skip
        if role == "left":
            receiver.memberships.update(ended_at=now)

        for by in (member, receiver):
            with pytest.raises(NotAColleague):
                hand_over_draft(draft=other_ready, to=receiver, by=by, now=timezone.now())
        assert Draft.objects.get().owner_id == member.pk

    def test_a_closed_draft_stays_where_it_is(self, other_ready, member, colleague):
        sent(other_ready, member, timezone.now())

        with pytest.raises(DraftClosed):
            hand_over_draft(draft=other_ready, to=colleague, by=member, now=timezone.now())

    def test_a_page_the_earlier_owner_still_has_open_saves_nothing(self, other_ready, member, colleague):
        stale = Draft.objects.get(pk=other_ready.pk)
        hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

        with pytest.raises(NotTheOwner):
            save_step(
                draft=stale, step_key="first", answers={"name": "Mallory"}, by=member,
                revision=stale.revision, now=timezone.now(),
            )  # fmt: skip

        assert Draft.objects.get().work["answers"]["name"] == "Ada"


def test_a_partner_question_still_offers_partners(other_form, partners, organisation, member, elsewhere):
    from forms.submissions.surroundings import offer_to

    chooses = FieldSpec("provider", "partner", "Provider", settings={"role": "homecare"}, disclosures=SHARED)
    spec = the_spec(steps=(StepSpec("first", "First", fields=(chooses,)),))

    offered = offer_to(spec, organisation, timezone.localdate())

    assert {one.role for one in offered.allowed} == {Partner.Role.NURSE, Partner.Role.HOMECARE}
