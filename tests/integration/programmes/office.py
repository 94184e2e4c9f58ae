"""Set a programme up in the admin by its own pages, as the people of its office do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from content.library.models import Document
from content.library.processing import process
from content.roles.models import Role, RoleGroup
from forms.definitions.groups import APPROVERS as FORM_APPROVERS, EDITORS as FORM_EDITORS
from forms.definitions.models import Form
from forms.definitions.services import ensure_critical_approvers, waiting_publication
from programme.models import Programme
from tests import builders
from tests.integration.definitions.posting import posted_form
from tests.library_files import a_pdf
from tests.signing_in import SignedInClient
from tests.unit.definitions_compile.examples import question, step

SHARED = {"audience": "team", "decision": "share", "purpose": "To keep a copy"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one programme and of no other."""

    name: str
    host: str
    person: str
    partner: str
    topic: str
    inside: str
    short: str
    form: str
    phone: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What would show that something of this programme crossed over."""
        return (self.name, self.person, self.partner, self.topic, self.inside, self.form, self.phone)


class Office:
    """The people of a programme, and what they do in the admin at its own host."""

    def __init__(self, programme: Programme, words: Words, *, administrator: User, approver: User) -> None:
        self.programme, self.words = programme, words
        self.administrator, self.approver = administrator, approver
        self.client = SignedInClient()
        self.people = {role: self._person(role) for role in Role.values}
        self.form_editor.groups.add(Group.objects.get(name=FORM_EDITORS))
        self.form_approver.groups.add(Group.objects.get(name=FORM_APPROVERS))
        self.critical_approver.groups.add(ensure_critical_approvers())
        self._signatory()

    def post(self, by: User, view: str, /, *args: Any, **values: Any) -> Any:
        """Post a page of the admin; an answer that is no redirect shows what was refused."""
        self.client.force_login(by)
        answer = self.client.post(reverse(view, args=args), values, headers={"Host": self.words.host})
        assert answer.status_code == 302, refused(answer)
        return answer

    def get(self, view: str, /, *args: Any) -> Any:
        """Read a page of the admin as whoever was there last."""
        return self.client.get(reverse(view, args=args), headers={"Host": self.words.host})

    def set_up(self) -> None:
        """Keep the records, publish the form, and write, certify and publish the pages."""
        self.records()
        self.document()
        form = self.publish_form()
        home = Page.objects.get(pk=self.programme.site.root_page_id)
        self.publish(home, self.page_values("home", form=form))
        for kind, slug in (("standardpage", "about"), ("searchpage", "search"), ("newsindexpage", "news")):
            self.add_page(home, kind, slug)

    def records(self) -> None:
        words, programme = self.words, str(self.programme.pk)
        self.post(
            self.administrator, "contacts:add", programme=programme, kind="account_manager", name=words.person,
            region="Everywhere", phone=words.phone, email="", form="",
        )  # fmt: skip
        self.post(
            self.administrator, "glossary:add", programme=programme, short=words.short, long=words.topic
        )
        self.post(
            self.administrator, "wagtailsnippets_content_library_category:add", programme=programme,
            name=f"{words.topic} guides", position="0",
        )  # fmt: skip
        self.post(
            self.administrator, "partners:add", programme=programme, role="nurse", name=words.partner,
            code="nurses", available_from="2026-01-01", available_until="", service="",
        )  # fmt: skip
        partner = self.programme.partners.get(code="nurses")
        self.post(self.administrator, "partners:listing", partner.pk, public_name=words.partner, listed="on")
        self.post(
            self.administrator, "services:add", programme=programme, key="app", label=f"App of {words.topic}",
            wording_available="There.", wording_unavailable="Not there yet.", footnote="",
        )  # fmt: skip
        self.approve_all()

    def approve_all(self) -> None:
        """Let the second person approve what waits of this programme."""
        for waiting in self.programme.approvals.filter(state="requested"):
            self.post(self.approver, "approvals:approve", waiting.pk)

    def document(self) -> None:
        words = self.words
        file = SimpleUploadedFile("guide.pdf", a_pdf(f"The word {words.inside} stands inside"))
        self.post(
            self.people[Role.EDITOR], "wagtaildocs:add", programme=str(self.programme.pk), file=file,
            title=f"Guide of {words.topic}", access="audience", job_code="D-1", prepared_on="2026-10-01",
            audience="public", label="non_promotional", territory="united_kingdom", company_role="",
        )  # fmt: skip
        document = Document.objects.get(programme=self.programme)
        version = document.versions.get()
        process(version_id=version.pk, now=timezone.now())
        signatory = self.people[Role.CERTIFIER]
        self.client.force_login(signatory)
        page = self.get("library_admin:versions", document.pk).content.decode()
        shown = re.search(r'name="shown" value="([0-9a-f]+)"', page)
        assert shown, page
        self.post(
            signatory, "library_admin:certify", document.pk, version.number, shown=shown[1], declared="yes"
        )

    def publish_form(self) -> Form:
        """Begin a form, save it and have the form approver publish it."""
        form = Form(
            programme=self.programme,
            kind="general",
            slug="tell-us",
            title=self.words.form,
            steps=json.dumps([step("one", question("short_text", "remark", disclosures=[SHARED]))]),
        )
        self.post(self.form_editor, "wagtailsnippets_form_definitions_form:add", **posted_form(form))
        kept = Form.objects.get(programme=self.programme, slug="tell-us")
        latest = kept.get_latest_revision_as_object()
        values = {**posted_form(latest), "action-publish": "action-publish"}
        self.post(self.form_approver, "wagtailsnippets_form_definitions_form:edit", kept.pk, **values)
        waiting = waiting_publication(kept)
        assert waiting is not None
        self.post(self.critical_approver, "approvals:approve", waiting.second_approval_id)
        kept.refresh_from_db()
        assert kept.live
        return kept

    def add_page(self, home: Page, kind: str, slug: str) -> None:
        values = self.page_values(slug, form=None)
        self.post(self.people[Role.EDITOR], "wagtailadmin_pages:add", "content", kind, home.pk, **values)
        self.publish(Page.objects.child_of(home).get(slug=slug), values)

    def page_values(self, slug: str, *, form: Form | None) -> dict[str, Any]:
        """Return what the editor posts for a page."""
        words = self.words
        body: list[Any] = [
            ("contacts", {"heading": "Contacts", "text": rich_text(""), "kind": "account_manager"}),
            ("providers", {"heading": "Providers", "role": "nurse"}),
            ("documents", {"heading": "Documents", "categories-count": "0", "how_many": "30"}),
        ]
        if form is not None:
            link = {
                "heading": words.form,
                "text": rich_text(""),
                "form": str(form.pk),
                "button_text": "Start now",
            }
            body.append(("form_link", link))
        title = words.name if slug == "home" else f"{slug.title()} of {words.topic}"
        return nested_form_data(
            {
                "title": title, "slug": self.programme.code if slug == "home" else slug, "heading": "",
                "introduction": f"{words.short} stands for {words.topic}.", "body": streamfield(body),
                "audience": "professionals" if slug == "home" else "public", "label": "non_promotional",
                "territory": "united_kingdom", "job_code": f"P-{slug}", "prepared_on": "2026-10-01",
                "company_role": "", "how_many": "20", "seo_title": "", "search_description": "", "show_in_menus": "on", "tags": "",
                "go_live_at": "", "expire_at": "", "action-submit": "action-submit",
                "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
                "comments-MAX_NUM_FORMS": "", "comment_notifications": "",
            }
        )  # fmt: skip

    def publish(self, page: Page, values: dict[str, Any]) -> None:
        """Submit a page, approve the review and certify what the signatory is shown."""
        state = page.specific.current_workflow_task_state
        if state is None:
            self.post(self.people[Role.EDITOR], "wagtailadmin_pages:edit", page.pk, **values)
            state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
        reviewer, certifier = self.people[Role.REVIEWER], self.people[Role.CERTIFIER]
        self.post(reviewer, "wagtailadmin_pages:workflow_action", page.pk, "approve", state.pk, comment="")
        state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
        self.client.force_login(certifier)
        shown = re.findall(
            r'name="shown" value="([0-9a-f]+)"', self.get("certification:decide", state.pk).content.decode()
        )
        self.post(certifier, "certification:decide", state.pk, declared="yes", shown=shown)
        page = Page.objects.get(pk=page.pk)
        assert page.live, page.specific.compliance_problems(on=timezone.localdate())

    @property
    def form_editor(self) -> User:
        return self.people[Role.EDITOR]

    @property
    def form_approver(self) -> User:
        return self.people[Role.SITE_ADMINISTRATOR]

    @property
    def critical_approver(self) -> User:
        return self.people[Role.REVIEWER]

    def _person(self, role: str) -> User:
        code = self.programme.code
        person = builders.a_user(
            email=f"{role.replace('_', '-')}@{code}.invalid",
            name=f"{role} {self.programme.reference_prefix}",
            is_staff=True,
        )
        person.groups.add(RoleGroup.objects.get(programme=self.programme, role=role).group)
        return person

    def _signatory(self) -> None:
        self.post(
            self.administrator, "signatories:add", programme=str(self.programme.pk),
            user=str(self.people[Role.CERTIFIER].pk), body="gphc", registration_number="0000000",
        )  # fmt: skip


def refused(answer: Any) -> str:
    """Return what a page of the admin says against what was posted."""
    form = answer.context.get("form") if answer.context else None
    if form is not None and form.errors:
        blocks = [
            error.as_json_data()
            for found in form.errors.as_data().values()
            for error in found
            if hasattr(error, "as_json_data")
        ]
        return f"{form.errors.as_json()} {blocks}"
    return unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))[-1500:]
