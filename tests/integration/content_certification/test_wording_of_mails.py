"""Mails read well in every client: short lines, a link on a line of its own, and what they are about in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from content.certification.mails import LINE, message_of
from content.certification.models import OwedMail
from programme.models import Programme

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "site" / "templates" / "emails" / "certification"
NAMES = sorted(path.name.removesuffix("-subject.txt") for path in FOLDER.glob("*-subject.txt"))
TITLE = "Nurse services & homecare: what a first visit at home looks like for patient and family"
FACTS = {
    "title": TITLE, "path": "/admin/pages/12345/edit/", "why": "Something beside its own words changed. " * 6,
    "days": "60", "expires_on": "3 March 2027", "due_on": "12 March 2027", "step": "Certificate",
    "rule": "Tell the editors of broken links", "said": "A link to another site is broken in this:",
}  # fmt: skip


def written(name: str, programme: Programme, to: User, now: datetime, **facts: str) -> EmailMultiAlternatives:
    owed = OwedMail(
        programme=programme, template=name, to=to, facts={**FACTS, **facts}, owed_at=now, next_try_at=now
    )
    return message_of(owed)


@pytest.mark.parametrize("name", NAMES)
def test_each_mail_has_short_lines_and_its_link_on_one_of_them(
    name: str, programme: Programme, superuser: User, now: datetime
) -> None:
    mail = written(name, programme, superuser, now)
    lines = str(mail.body).splitlines()

    link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{FACTS['path']}"
    assert lines.count(link) == 1
    assert max(len(line) for line in lines if line != link) <= LINE
    assert "{" not in str(mail.body)
    assert TITLE in " ".join(lines)
    assert "Nurse" not in mail.subject
    assert "&amp;" not in str(mail.body)


@pytest.mark.parametrize("what", ["page", "document"])
def test_a_reminder_says_what_happens_to_a_page_and_to_a_document(
    what: str, programme: Programme, superuser: User, now: datetime
) -> None:
    mail = written("expiring", programme, superuser, now, what=what)
    html = str(mail.alternatives[0][0])

    for said in (str(mail.body), html):
        assert f"The certificate of this {what} ends" in " ".join(said.split())
        assert ("Open its certificate" in said) is (what == "document")
