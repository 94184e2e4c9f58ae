from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from content.library.models import Category, Document
from content.library.processing import process
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory
from tests.library_building import a_document, a_version, in_force
from tests.library_files import a_pdf, a_word_document

pytestmark = pytest.mark.django_db


def filled_in(programme: Programme, data: bytes, name: str = "guide.pdf", **values: Any) -> dict[str, Any]:
    return {
        "programme": str(programme.pk), "title": "Injection guide", "access": "audience", "job_code": "EX-1",
        "file": SimpleUploadedFile(name, data), "prepared_on": "2026-10-01", "audience": "professionals",
        "label": "non_promotional", "territory": "united_kingdom", "company_role": "", **values,
    }  # fmt: skip


def add(editor: Client, programme: Programme, data: bytes, name: str = "guide.pdf", **values: Any) -> Any:
    return editor.post(reverse("wagtaildocs:add"), filled_in(programme, data, name, **values))


def address(name: str, document: Document, *args: int) -> str:
    return reverse(f"library_admin:{name}", args=[document.pk, *args])


def test_uploading_makes_a_document_and_its_first_version(editor: Client, programme: Programme) -> None:
    category = Category.objects.create(programme=programme, name="Guides")

    response = add(editor, programme, a_pdf("Words"), categories=[category.pk])

    assert response.status_code == 302
    document = Document.objects.get()
    assert document.versions.get().job_code == "EX-1"
    assert list(document.categories.all()) == [category]


@pytest.mark.parametrize(
    ("data", "name", "values", "said"),
    [
        (b"MZ a program", "guide.pdf", {}, "no file that the library takes"),
        (a_word_document("Words"), "guide.pdf", {}, "is a Word document"),
        (b"", "guide.pdf", {}, "empty"),
        (a_pdf(), "guide.pdf", {"job_code": ""}, "required"),
        (
            a_pdf(), "guide.pdf", {"effective_on": "2027-02-01", "expires_on": "2027-01-01"},
            "The last day lies before",
        ),
        (a_pdf(), "guide.pdf", {"access": "groups"}, "Choose at least one group"),
    ],
    ids=["program", "mislabelled", "empty", "no code", "dates", "no group"],
)  # fmt: skip
def test_what_is_not_taken_is_said_and_nothing_is_kept(
    editor: Client, programme: Programme, data: bytes, name: str, values: dict[str, str], said: str
) -> None:
    response = add(editor, programme, data, name, **values)

    assert said in response.content.decode()
    assert not Document.objects.exists()


def test_a_file_too_large_is_said_to_be(editor: Client, programme: Programme, settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 500

    assert "too big" in add(editor, programme, a_pdf()).content.decode()


def test_a_job_code_of_another_document_is_said_to_be_taken(
    editor: Client, programme: Programme, now: datetime
) -> None:
    a_document(programme, now=now)

    response = add(editor, programme, a_pdf("Other"), title="Another guide")

    assert "Other material has this job code" in response.content.decode()


def test_a_document_goes_from_upload_to_reader(editor: Client, programme: Programme, now: datetime) -> None:
    add(editor, programme, a_pdf("Words"))
    document = Document.objects.get()
    version = document.versions.get()
    process(version_id=version.pk, now=now)
    editor.force_login(a_signatory(programme, now=now, is_superuser=True))

    page = editor.get(address("versions", document))
    assert "Certify version 1" in page.content.decode()
    editor.post(address("certify", document, 1), {"shown": version.sha256, "declared": "yes"})

    document.refresh_from_db()
    assert document.current == version


def test_who_is_no_signatory_certifies_nothing(editor: Client, programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)
    version = document.versions.get()
    process(version_id=version.pk, now=now)

    page = editor.get(address("versions", document))
    response = editor.post(
        address("certify", document, 1), {"shown": version.sha256, "declared": "yes"}, follow=True
    )

    assert "Certify version" not in page.content.decode()
    assert "Only a registered signatory" in response.content.decode()
    document.refresh_from_db()
    assert document.current is None


def test_another_file_is_a_new_version(editor: Client, programme: Programme, now: datetime) -> None:
    document = in_force(a_document(programme, now=now), now=now)
    assert editor.get(address("add_version", document)).status_code == 200

    response = editor.post(
        address("add_version", document),
        filled_in(programme, a_pdf("Reworded"), note="Reworded"),
        follow=True,
    )

    assert "Version 2" in response.content.decode()
    assert document.versions.count() == 2
    assert "very file" in editor.post(
        address("add_version", document), filled_in(programme, a_pdf("Reworded"), note="Again")
    ).content.decode()  # fmt: skip


def test_versions_stand_newest_first_each_beside_the_one_before(
    editor: Client, programme: Programme, now: datetime
) -> None:
    document = a_document(programme, now=now)
    for number in range(2, 6):
        a_version(document, a_pdf(f"Reworded for the {number}th time"), now=now)

    page = editor.get(address("versions", document)).content.decode()

    assert re.findall(r"<h2>\s*Version (\d)", page) == ["5", "4", "3", "2", "1"]
    for older in range(1, 5):
        assert address("compare", document, older, older + 1) in page
    assert "New version with these details" not in page


def test_versions_are_compared_by_their_words(editor: Client, programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now, data=a_pdf("Store at five degrees"))
    a_version(document, a_pdf("Store at eight degrees"), now=now)
    for version in document.versions.all():
        process(version_id=version.pk, now=now)

    said = editor.get(address("compare", document, 1, 2)).content.decode()

    assert "<del" in said
    assert "five degrees" in said
    assert "<ins" in said
    assert "eight degrees" in said


def test_an_older_version_is_restored_and_a_document_withdrawn(
    editor: Client, programme: Programme, now: datetime
) -> None:
    document = in_force(a_document(programme, now=now), now=now)
    a_version(document, a_pdf("Other"), now=now)

    editor.post(f"/admin/library/{document.pk}/versions/1/restore/")
    editor.post(address("withdraw", document))

    document.refresh_from_db()
    assert document.versions.count() == 3
    assert document.current is None


def test_the_form_of_a_document_changes_what_is_beside_its_versions(
    editor: Client, programme: Programme, now: datetime
) -> None:
    document = a_document(programme, now=now)
    place = reverse("wagtaildocs:edit", args=[document.pk])
    page = editor.get(place).content.decode()
    assert 'type="file"' not in page
    assert address("versions", document) in page

    editor.post(place, {"title": "A better title", "access": "signed_in", "expires_on": "2030-01-01"})

    document.refresh_from_db()
    assert (document.title, document.slug, document.access) == (
        "A better title",
        "injection-guide",
        "signed_in",
    )
    assert document.versions.count() == 1


def test_nobody_deletes_a_document(editor: Client, programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)

    assert editor.post(reverse("wagtaildocs:delete", args=[document.pk])).status_code == 302
    editor.post(f"/admin/bulk/content_library/document/delete/?id={document.pk}")

    assert Document.objects.filter(pk=document.pk).exists()


def test_who_may_not_change_documents_sees_no_versions(
    client: Client, programme: Programme, now: datetime
) -> None:
    document = a_document(programme, now=now)
    client.force_login(builders.a_user(is_staff=True))

    assert client.get(address("versions", document)).status_code in (302, 403)


def test_a_laptop_without_a_scanner_is_told_so(editor: Client, programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)

    assert "No virus scanner is set up" in editor.get(address("versions", document)).content.decode()


@pytest.mark.parametrize(
    "path", ["documents/", "documents/add/", "documents/chooser/", "snippets/content_library/category/"]
)
def test_the_screens_open(editor: Client, programme: Programme, now: datetime, path: str) -> None:
    a_document(programme, now=now)

    assert editor.get(f"/admin/{path}").status_code == 200


def test_groups_chosen_in_the_form_stand_in_the_trail(
    editor: Client, programme: Programme, now: datetime
) -> None:
    document = a_document(programme, now=now)
    group = Group.objects.create(name="Nurses")
    add(
        editor,
        programme,
        a_pdf("Words"),
        title="Another",
        job_code="EX-2",
        access="groups",
        groups=[group.pk],
    )
    place = reverse("wagtaildocs:edit", args=[document.pk])
    editor.post(place, {"title": document.title, "access": "groups", "groups": [group.pk], "tags": "pen"})

    created = AuditEvent.objects.filter(action="document.created").latest("sequence")
    changed = AuditEvent.objects.get(action="document.changed")
    assert created.detail["groups"] == changed.detail["groups"] == [group.pk]
    assert list(document.groups.all()) == [group]
    assert document.tags.names().get() == "pen"
