"""Loading a programme: drafts only; run again it adds what is missing and leaves what editors changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts.models import User
from agreements.kinds import KINDS, Kind
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.services import new_draft_from, spec_of_text, text_in_force
from approvals.models import Approval
from audit.models import AuditEvent
from content.loading.files import UnknownProgramme, folder_of, only_programme
from content.loading.run import DemoRefused, load_programme
from content.models import HomePage
from directory.models import Destination, Organisation, OrganisationSite, Partner
from directory.services import destination_for
from forms.definitions.compile import compile_form
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import live_version, save_draft
from programme.models import Product, Programme, SafetyRecord
from tests.programme_data import PROGRAMME
from tests.two_approvers import publish_with_both

pytestmark = pytest.mark.django_db
LOADED: tuple[type[Model], ...] = (
    Programme, Product, SafetyRecord, Partner, Organisation, OrganisationSite, Destination, User, Form,
    FormVersion, HomePage, Approval, AuditEvent, AgreementText, TextVersion,
)  # fmt: skip


def state() -> dict[str, list[Any]]:
    """Return every row that a loading can touch."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in LOADED}


@pytest.fixture
def demo(now: datetime) -> Programme:
    load_programme(PROGRAMME, demo=True, now=now)
    return Programme.objects.get()


def test_without_demo_everything_waits_for_people(now: datetime) -> None:
    load_programme(PROGRAMME, demo=False, now=now)

    form = Form.objects.get(slug="registration")
    assert (form.live, form.versions.count()) == (False, 0)
    assert not Form.objects.filter(live=True).exists()
    assert set(TextVersion.objects.values_list("state", "is_sample")) == {("draft", True)}
    assert not HomePage.objects.get().live
    assert not Destination.objects.exists()
    assert not Organisation.objects.exists()
    assert not User.objects.filter(is_active=True).exists()
    assert set(SafetyRecord.objects.values_list("is_placeholder", flat=True)) == {True}


def test_what_was_loaded_can_be_published_by_a_person(now: datetime) -> None:
    load_programme(PROGRAMME, demo=False, now=now)
    approver = User.objects.create_user("ann@programme.invalid", name="Ann Approver")
    form = Form.objects.get(slug="registration")

    version = publish_with_both(form=form, revision=form.latest_revision, by=approver, now=now)

    assert version.number == 1


def test_the_partners_of_the_programme_take_registrations_but_for_the_app(
    demo: Programme, now: datetime
) -> None:
    available = {one.code: one.available_on(now.date()) for one in Partner.objects.all()}

    assert available.pop("app-service") is False
    assert set(available.values()) == {True}
    assert Partner.objects.filter(role="homecare").count() == 3


def test_the_sponsor_is_a_partner_who_can_countersign(demo: Programme) -> None:
    sponsor = Partner.objects.get(role="sponsor")

    assert sponsor.name == demo.sponsor
    # A desk signs nothing: no agreement stands before what it receives.
    counterparties = Partner.objects.exclude(role__in=["app", "desk"])
    assert not counterparties.exclude(memberships__isnull=False).exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_agreement_has_a_text_and_a_form_in_force(
    demo: Programme, kind: Kind, now: datetime
) -> None:
    text = text_in_force(programme_id=demo.pk, kind=kind)
    form = Form.objects.get(kind=KINDS[kind].form_kind)

    assert text is not None
    assert spec_of_text(text.pk).notice == "Sample text: to be replaced by the owner’s lawyers"
    assert str(text.approved_by_id) not in text.edited_by
    assert live_version(form) is not None
    asked = {field.key for field in compile_form(form).fields()}
    assert not {key for key in asked if key.endswith("_adverse_event")}


def test_a_text_that_was_rewritten_stays_as_its_editors_left_it(demo: Programme, now: datetime) -> None:
    text = AgreementText.objects.get(kind=Kind.SLA)
    editor = User.objects.get(email="petra.admin@programme.invalid")
    new_draft_from(text=text, by=editor, now=now)

    load_programme(PROGRAMME, demo=True, now=now)

    assert list(text.versions.values_list("number", "state")) == [(2, "draft"), (1, "approved")]


def test_demo_people_other_than_the_author_published_and_approved(demo: Programme, now: datetime) -> None:
    version = live_version(Form.objects.get(slug="registration"))
    assert version is not None
    assert version.published_by.email == "anil.approver@programme.invalid"
    for partner in Partner.objects.exclude(role="app"):
        assert destination_for(partner=partner, on=now.date()) is not None
    decided = Approval.objects.all()
    # A first publication is critical, so each form was approved twice; each text and destination once.
    of_forms = decided.filter(subject_type__startswith="form_definitions.")
    assert of_forms.count() == 2 * FormVersion.objects.count() > 0
    assert decided.filter(subject_type__startswith="directory.").count() == Destination.objects.count()
    assert all(one.decided_by_id not in (None, one.author_id) for one in decided)


def test_the_demo_has_a_closed_hospital_with_a_successor(demo: Programme) -> None:
    closed = Organisation.objects.get(programme=demo, status="closed")

    assert closed.successor is not None
    assert closed.successor.is_open
    assert not Organisation.objects.filter(fictitious=False).exists()


@pytest.mark.parametrize("with_demo", [False, True])
def test_loading_again_changes_nothing(now: datetime, with_demo: bool) -> None:
    load_programme(PROGRAMME, demo=with_demo, now=now)
    before = state()

    report = load_programme(PROGRAMME, demo=with_demo, now=now)

    assert report.created == []
    assert state() == before


def test_loading_again_keeps_what_editors_changed(demo: Programme, now: datetime) -> None:
    editor = User.objects.get(email="edith.editor@programme.invalid")
    form = Form.objects.get(slug="registration").get_latest_revision_as_object()
    form.title = "Register with us"
    save_draft(form=form, by=editor, now=now)
    Product.objects.update(interval="four_weekly")
    Partner.objects.filter(code="sciensus").update(name="Sciensus (renamed)")
    SafetyRecord.objects.update(body="Approved text.", is_placeholder=False)
    Organisation.objects.filter(ods_code="ZZ002").update(name="Renamed University Health Board")
    before = state()

    load_programme(PROGRAMME, demo=True, now=now)

    assert state() == before
    assert Form.objects.get(slug="registration").get_latest_revision_as_object().title == "Register with us"


def test_what_was_removed_by_hand_is_added_again(demo: Programme, now: datetime) -> None:
    SafetyRecord.objects.filter(kind="privacy_notice").delete()

    report = load_programme(PROGRAMME, demo=True, now=now)

    assert report.created == ["safety record Privacy notice"]


def test_the_demo_is_refused_outside_demo_mode(settings: Any, now: datetime) -> None:
    settings.DEMO_ACCOUNTS = False

    with pytest.raises(DemoRefused):
        load_programme(PROGRAMME, demo=True, now=now)

    assert not Programme.objects.exists()


def test_a_form_that_does_not_compile_leaves_nothing_behind(
    now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    source = folder_of(PROGRAMME).path
    copy = tmp_path / "broken"
    copy.mkdir()
    for path in source.glob("*.json"):
        (copy / path.name).write_text(path.read_text())
    form = copy / "registration.json"
    form.write_text(form.read_text().replace('"hcp_declaration"', '"other_declaration"'))
    monkeypatch.setattr("content.loading.files.PROGRAMMES", tmp_path)

    with pytest.raises(CommandError, match="hcp_declaration"):
        call_command("load_programme", "broken")

    assert not Programme.objects.exists()


def test_an_unknown_programme_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownProgramme, match=PROGRAMME):
        folder_of("../../etc")


def test_the_only_programme_needs_no_name_and_one_of_several_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    assert only_programme() == PROGRAMME

    monkeypatch.setattr("content.loading.files.PROGRAMMES", tmp_path)
    assert only_programme() is None
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "programme.json").write_text("{}")
    with pytest.raises(CommandError, match="required: name"):
        call_command("load_programme")
