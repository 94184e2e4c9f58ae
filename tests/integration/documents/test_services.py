from __future__ import annotations

import json
import logging
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEvent
from audit.trail import NotAudited, audited
from forms.documents import services
from forms.documents.content import Row, Section, content_from_json
from forms.documents.models import Document
from forms.documents.services import (
    NotRendered,
    RenderFailed,
    StoredPdfChanged,
    create_document,
    read_pdf,
    readdress_document,
    render_document,
)
from forms.documents.storage import store_sealed
from tests import builders, pdf_probe
from tests.unit.documents.samples import content, rows

SUBJECT = UUID("8b0c33d4-8a5d-4a0c-9a63-0f8f5f4c6f10")
# A title that is taller than a page: no layout can place it.
UNDRAWABLE = content(recipient="SECRETNAME " * 3000)


@pytest.fixture
def frozen(programme, organisation, nurse_service, now):
    def create(**values):
        with audited(at=now):
            return create_document(
                **{
                    "programme": programme, "organisation": organisation, "partner": nurse_service,
                    "subject_id": SUBJECT, "reference": "EC-7K4M-92QX-3", "audience": "nurse",
                    "content": content(), "now": now, **values,
                }
            )  # fmt: skip

    return create


def actions():
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def test_creating_freezes_the_content_sealed_and_draws_nothing(frozen):
    document = Document.objects.get(pk=frozen().pk)

    assert content_from_json(document.content) == content()
    assert "Testpatient" not in bytes(document.content_sealed).decode("latin-1")
    assert document.state == Document.State.PENDING
    assert actions() == ["document.created"]


def test_creating_outside_an_audited_block_is_refused(programme, organisation, now):
    with pytest.raises(NotAudited), transaction.atomic():
        create_document(
            programme=programme, organisation=organisation, partner=None, subject_id=SUBJECT,
            reference="EC-1", audience="team", content=content(), now=now,
        )  # fmt: skip

    assert not Document.objects.exists()


def test_creating_is_undone_with_its_transaction(frozen, now):
    def create_and_fail():
        with audited(at=now):
            frozen()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        create_and_fail()

    assert not Document.objects.exists()
    assert actions() == []


@pytest.mark.parametrize("own_copy", [False, True])
def test_one_audience_has_one_document_of_a_subject(frozen, nurse_service, own_copy):
    values = {"partner": None, "audience": "team"} if own_copy else {"partner": nurse_service}
    frozen(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        frozen(**values)


def test_another_partner_or_subject_has_its_own_document(frozen, homecare_provider):
    frozen()
    frozen(partner=homecare_provider)
    frozen(partner=None, audience="team")
    frozen(partner=None, audience="team", subject_id=uuid4())

    assert Document.objects.count() == 4


def test_rendering_stores_the_pdf_sealed_with_its_hash(frozen, now):
    document = render_document(document_id=frozen().pk, now=now)

    pdf = read_pdf(document)
    assert document.state == Document.State.RENDERED
    assert (document.size, document.pages, document.missing_glyphs) == (len(pdf), 3, 0)
    assert "ReportLab" in document.renderer
    with storages["documents"].open(document.stored_name) as file:
        assert b"%PDF" not in file.read()
    assert actions() == ["document.created", "document.rendered"]


def test_rendering_twice_draws_once(frozen, now):
    first = render_document(document_id=frozen().pk, now=now)
    second = render_document(document_id=first.pk, now=now)

    assert (second.sha256, second.stored_name) == (first.sha256, first.stored_name)
    assert actions().count("document.rendered") == 1


def test_two_workers_that_draw_at_once_store_one_result(frozen, now, monkeypatch):
    document = frozen()
    drawn = services.render

    def drawn_by_another_meanwhile(*content_and_files):
        monkeypatch.setattr(services, "render", drawn)
        render_document(document_id=document.pk, now=now)
        return drawn(*content_and_files)

    monkeypatch.setattr(services, "render", drawn_by_another_meanwhile)
    render_document(document_id=document.pk, now=now)

    assert read_pdf(Document.objects.get(pk=document.pk))
    assert actions().count("document.rendered") == 1


@pytest.mark.django_db(transaction=True)
def test_drawing_holds_no_transaction_open(frozen, now, monkeypatch):
    drawn, inside = services.render, []
    document = frozen()

    def watched(*content_and_files):
        inside.append(connection.in_atomic_block)
        return drawn(*content_and_files)

    monkeypatch.setattr(services, "render", watched)
    render_document(document_id=document.pk, now=now)

    assert inside == [False]


def test_missing_characters_are_counted_and_never_named_in_the_trail(frozen, now):
    named = replace(content(), sections=(Section("Patient", rows(("Name", "王伟"))),))
    document = render_document(document_id=frozen(content=named).pk, now=now)

    assert document.missing_glyphs == 2
    assert AuditEvent.objects.get(action="document.rendered").detail["missing"] == 2


def test_a_failure_is_marked_by_reference_and_says_nothing_of_the_content(frozen, now, caplog):
    document = frozen(content=UNDRAWABLE)

    with caplog.at_level(logging.DEBUG), pytest.raises(RenderFailed) as raised:
        render_document(document_id=document.pk, now=now)

    document.refresh_from_db()
    assert document.state == Document.State.FAILED
    assert "EC-7K4M-92QX-3" in document.failure
    trail = json.dumps(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert raised.value.__cause__ is None
    for text in (document.failure, str(raised.value), caplog.text, trail):
        assert "SECRETNAME" not in text


def test_a_failed_document_can_be_drawn_again(frozen, now):
    document = frozen(content=UNDRAWABLE)
    with pytest.raises(RenderFailed):
        render_document(document_id=document.pk, now=now)

    document.content = json.loads(json.dumps(services.content_to_json(content())))
    document.save()
    again = render_document(document_id=document.pk, now=now)

    assert (again.state, again.failure) == (Document.State.RENDERED, "")


def test_one_documents_failure_does_not_hold_up_another(frozen, homecare_provider, now):
    bad, good = frozen(content=UNDRAWABLE), frozen(partner=homecare_provider)

    with pytest.raises(RenderFailed):
        render_document(document_id=bad.pk, now=now)

    assert render_document(document_id=good.pk, now=now).state == Document.State.RENDERED


def test_reading_before_drawing_is_refused(frozen):
    with pytest.raises(NotRendered):
        read_pdf(frozen())


def test_a_stored_pdf_that_was_exchanged_is_refused(frozen, now):
    document = render_document(document_id=frozen().pk, now=now)
    store_sealed(name=document.stored_name, data=b"%PDF another", context=services._context(document))

    with pytest.raises(StoredPdfChanged):
        read_pdf(document)


def test_readdressing_copies_the_content_with_a_line_that_says_so(frozen, programme, now):
    document = frozen()
    other = builders.a_partner(programme, role="nurse", code="nurse-two")

    copy = readdress_document(document=document, partner=other, now=now)

    text = pdf_probe.squeezed(
        " ".join(pdf_probe.page_texts(read_pdf(render_document(document_id=copy.pk, now=now))))
    )
    assert (
        pdf_probe.squeezed(
            "First addressed to Homecare One Limited; addressed to Nurse Two on 4 January 2027"
        )
        in text
    )
    assert (copy.partner, copy.audience, copy.subject_id) == (other, "nurse", SUBJECT)
    assert content_from_json(document.content).recipient == "Homecare One Limited"


def test_readdressing_to_a_partner_that_has_it_makes_no_second_one(frozen, nurse_service, programme, now):
    document = frozen()
    other = builders.a_partner(programme, role="nurse", code="nurse-two")
    copy = readdress_document(document=document, partner=other, now=now)

    assert readdress_document(document=document, partner=other, now=now) == copy
    assert readdress_document(document=copy, partner=nurse_service, now=now) == document


def test_readdressing_leaves_no_answer_that_names_the_old_partner_as_the_recipient(frozen, programme, now):
    chosen = content(sections=(Section("Services", (Row("Provider", ("Homecare One Limited",)),)),))
    document = frozen(content=chosen)
    second, third = (
        builders.a_partner(programme, role="nurse", code=code) for code in ("nurse-two", "nurse-three")
    )

    copy = readdress_document(document=document, partner=second, now=now)
    again = readdress_document(document=copy, partner=third, now=now)

    assert [content_from_json(one.content).sections[0].rows[0].lines for one in (document, copy, again)] == [
        ("Homecare One Limited",),
        ("Homecare One Limited (as first chosen; re-routed to Nurse Two)",),
        ("Homecare One Limited (as first chosen; re-routed to Nurse Three)",),
    ]
