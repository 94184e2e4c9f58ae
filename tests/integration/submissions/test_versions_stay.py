"""The version that somebody fills in stays, whatever is tried."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from forms.definitions.models import FormVersion, VersionIsImmutable
from forms.submissions.models import Draft
from forms.submissions.pinned import pinned
from tests.integration.submissions.sending import sent
from tests.integration.submissions.wizard import step_url

pytestmark = pytest.mark.django_db


def in_the_database_itself(form, version):
    """Delete the row past every rule of the product, as somebody with the database's password would."""
    FormVersion.objects.filter(pk=version.pk)._raw_delete("default")
    connection.check_constraints()


@pytest.mark.parametrize(
    ("delete", "refusal"),
    [
        (lambda form, version: version.delete(), VersionIsImmutable),
        (lambda form, version: FormVersion.objects.filter(pk=version.pk).delete(), VersionIsImmutable),
        (lambda form, version: form.versions.all().delete(), VersionIsImmutable),
        (lambda form, version: form.delete(), ProtectedError),
        (in_the_database_itself, IntegrityError),
    ],
    ids=["the row", "a query", "those of a form", "the form", "the database"],
)
def test_no_version_is_deleted_under_a_draft_which_is_sent_as_ever(
    complete_draft, form, version, member, now, delete, refusal
):
    with pytest.raises(refusal), transaction.atomic():
        delete(form, version)

    pinned.cache_clear()
    assert FormVersion.objects.get().pk == version.pk
    draft = Draft.objects.get(pk=complete_draft.pk)
    assert sent(draft, member, now).form_version == version


def test_its_pages_open_as_before(signed_in, open_draft, version):
    with pytest.raises(VersionIsImmutable):
        version.delete()

    assert signed_in.get(step_url(open_draft, "who")).status_code == 200
