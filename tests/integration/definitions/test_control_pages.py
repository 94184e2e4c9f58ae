"""The admin pages of change control: what changes, versions, comments, closing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from audit.models import AuditEvent
from forms.definitions.control.closing import InsteadRefused, instead_of, say_what_instead
from forms.definitions.control.comments import CommentRefused, add_comment, resolve_comment
from forms.definitions.models import Form, FormComment, FormVersion
from forms.definitions.services import ensure_workflow, retire, save_draft
from forms.definitions.usage import register_count
from tests import builders
from tests.integration.definitions.publishing import published
from tests.integration.definitions.test_admin import edit, url
from tests.unit.definitions_compile.examples import a_form, question, step

pytestmark = pytest.mark.django_db
PAGES = ("changes", "versions", "comments", "closing", "export")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_signed_out_or_without_the_right_opens_a_page(client, a_changed_form, name):
    address = url(name, a_changed_form.pk)
    assert client.get(address).status_code == 302

    client.force_login(builders.a_user(email="other@example.invalid", is_staff=True))

    assert client.get(address).status_code in (302, 403)


@pytest.mark.parametrize("name", PAGES)
def test_an_editor_opens_every_page(client, editor, a_changed_form, name):
    client.force_login(editor)

    assert client.get(url(name, a_changed_form.pk)).status_code == 200


class TestWhatChanges:
    def test_the_draft_is_compared_with_the_last_version_in_words(self, client, editor, a_changed_form):
        client.force_login(editor)

        page = client.get(url("changes", a_changed_form.pk)).text

        assert "Reworded; it was “Surname”." in page
        assert "one approval is enough" in page

    def test_any_two_versions_are_compared(self, client, editor, approver, a_changed_form, now):
        published(a_changed_form, approver, now)
        client.force_login(editor)

        there = client.get(url("changes", a_changed_form.pk), {"older": "1", "newer": "2"}).text
        back = client.get(url("changes", a_changed_form.pk), {"older": "2", "newer": "1"}).text

        assert "Reworded; it was “Surname”." in there
        assert "Reworded; it was “Family name”." in back

    def test_a_draft_that_is_not_finished_is_compared_too(self, client, editor, a_changed_form, now):
        a_changed_form.steps = [step("only", question("radios", "surname", options=[]))]
        save_draft(form=a_changed_form, by=editor, now=now)
        client.force_login(editor)

        page = client.get(url("changes", a_changed_form.pk)).text

        assert "Type changed from" in page
        assert "The draft cannot be published yet" in page

    @pytest.mark.parametrize("older", ["99", "x", "-1", "draft"])
    def test_a_side_that_does_not_exist_is_nothing_to_fall_over(self, client, editor, a_changed_form, older):
        client.force_login(editor)

        assert client.get(url("changes", a_changed_form.pk), {"older": older}).status_code == 200

    def test_critical_changes_without_a_date_for_open_drafts_are_warned_of(
        self, client, editor, a_changed_form, now
    ):
        a_changed_form.steps = [step("only", question("short_text", "surname"))]
        save_draft(form=a_changed_form, by=editor, now=now)
        client.force_login(editor)

        page = client.get(url("changes", a_changed_form.pk)).text

        assert "Drafts that people have begun stay on their version" in page


class TestVersions:
    def test_live_and_superseded_versions_say_who_and_when(
        self, client, editor, approver, a_changed_form, now
    ):
        published(a_changed_form, approver, now + timedelta(days=1))
        client.force_login(editor)

        page = client.get(url("versions", a_changed_form.pk))

        first, second = page.context["rows"][1], page.context["rows"][0]
        assert (second.is_live, second.published_by, second.approved_by) == (True, "April", "")
        assert (first.is_live, first.approved_by) == (False, "Cora")
        assert "Superseded" in page.text

    def test_small_numbers_of_drafts_are_not_told(self, client, editor, a_changed_form):
        register_count("Things", lambda keys: dict.fromkeys(keys, 3))
        client.force_login(editor)

        page = client.get(url("versions", a_changed_form.pk)).text

        assert "fewer than 5" in page

    def test_the_text_of_a_version_can_be_read(self, client, editor, a_changed_form):
        client.force_login(editor)

        page = client.get(url("version_text", a_changed_form.pk, 1)).text

        assert "Surname" in page
        assert "To call the patient" in page, page[page.index("control__question") :][:3000]
        assert client.get(url("version_text", a_changed_form.pk, 9)).status_code == 404

    def test_a_version_is_deleted_by_nobody_and_the_page_says_so(self, client, a_changed_form, editor):
        editor.is_superuser = True
        editor.save()
        client.force_login(editor)

        client.post(url("delete", a_changed_form.pk))
        Revision.objects.filter(pk=FormVersion.objects.get().revision_id).delete()

        assert FormVersion.objects.count() == 1
        assert "nobody changes or deletes one" in client.get(url("versions", a_changed_form.pk)).text
        assert client.get(url("version_text", a_changed_form.pk, 1)).status_code == 200


class TestComments:
    def test_a_comment_is_kept_beside_its_question_and_resolved(self, client, editor, a_changed_form):
        client.force_login(editor)
        client.post(
            url("comments", a_changed_form.pk), {"question": "surname", "text": "Is this the passport’s?"}
        )
        comment = FormComment.objects.get()

        page = client.get(url("comments", a_changed_form.pk)).text
        assert "Is this the passport’s?" in page
        assert "1 comment open." in page
        client.post(url("settle_comment", a_changed_form.pk, comment.pk, "resolve"))

        comment.refresh_from_db()
        assert comment.resolved_by == editor
        client.post(url("settle_comment", a_changed_form.pk, comment.pk, "reopen"))
        comment.refresh_from_db()
        assert comment.resolved_at is None

    def test_the_trail_says_that_there_is_one_and_not_what_it_says(self, a_changed_form, editor, now):
        add_comment(form=a_changed_form, text="Secret words", field_key="", by=editor, now=now)

        event = AuditEvent.objects.get(action="form.comment_added")
        assert "Secret" not in str(event.detail)

    @pytest.mark.parametrize(
        ("text", "key"), [("", ""), ("  \x00", ""), ("x" * 2001, ""), ("Why?", "nowhere")]
    )
    def test_what_says_nothing_or_too_much_is_refused(self, a_changed_form, editor, now, text, key):
        with pytest.raises(CommentRefused):
            add_comment(form=a_changed_form, text=text, field_key=key, by=editor, now=now)

        assert not FormComment.objects.exists()

    def test_a_refused_comment_keeps_what_was_typed(self, client, editor, a_changed_form):
        client.force_login(editor)

        page = client.post(url("comments", a_changed_form.pk), {"question": "gone", "text": "Why that?"})

        assert page.status_code == 422
        assert "Why that?" in page.text

    def test_open_comments_warn_whoever_submits(self, client, editor, a_changed_form, now):
        ensure_workflow()
        comment = add_comment(form=a_changed_form, text="Why?", field_key="surname", by=editor, now=now)

        assert (
            "1 comment is still open" in edit(client, editor, a_changed_form, **{"action-submit": "1"}).text
        )

        resolve_comment(comment=comment, by=editor, now=now)
        a_changed_form.refresh_from_db()
        a_changed_form.current_workflow_state.cancel(user=editor)
        assert "still open" not in edit(client, editor, a_changed_form, **{"action-submit": "1"}).text


class TestClosing:
    @pytest.fixture
    def another(self, programme, editor, approver, now):
        form = a_form(programme=programme, slug="another", title="Another")
        save_draft(form=form, by=editor, now=now)
        published(form, approver, now)
        return form

    def test_a_retired_form_says_since_when_and_what_to_use(self, a_changed_form, another, approver, now):
        say_what_instead(
            form=a_changed_form, use_instead=another, address="", text="It is shorter.", by=approver, now=now
        )

        retire(form=Form.objects.get(pk=a_changed_form.pk), by=approver, now=now)

        form = Form.objects.get(pk=a_changed_form.pk)
        assert form.retired_at == now
        assert instead_of(form).form == another
        assert instead_of(form).text == "It is shorter."

    def test_a_draft_changes_nothing_of_it_and_publishing_opens_the_form_again(
        self, a_changed_form, another, editor, approver, now
    ):
        say_what_instead(form=a_changed_form, use_instead=another, address="", text="", by=approver, now=now)
        retire(form=Form.objects.get(pk=a_changed_form.pk), by=approver, now=now)
        form = Form.objects.get(pk=a_changed_form.pk).get_latest_revision_as_object()
        assert form.use_instead == another

        published(form, approver, now)

        form = Form.objects.get(pk=a_changed_form.pk)
        assert form.live
        assert form.retired_at is None
        assert form.use_instead == another

    def test_a_replacement_that_was_replaced_leads_on(
        self, programme, a_changed_form, another, approver, now
    ):
        last = Form.objects.get(pk=another.pk)
        say_what_instead(form=a_changed_form, use_instead=last, address="", text="", by=approver, now=now)
        say_what_instead(form=last, use_instead=None, address="/contact/", text="", by=approver, now=now)
        retire(form=Form.objects.get(pk=last.pk), by=approver, now=now)

        assert instead_of(Form.objects.get(pk=a_changed_form.pk)).address == "/contact/"

    def test_a_circle_of_replacements_ends(self, a_changed_form, another, approver, now):
        say_what_instead(form=a_changed_form, use_instead=another, address="", text="", by=approver, now=now)
        say_what_instead(form=another, use_instead=a_changed_form, address="", text="", by=approver, now=now)
        Form.objects.update(live=False)

        assert instead_of(Form.objects.get(pk=another.pk)).form is None

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "//evil.example", "http://x.example", "contact"]
    )
    def test_an_address_that_leads_nowhere_good_is_refused(self, a_changed_form, approver, now, address):
        with pytest.raises(InsteadRefused):
            say_what_instead(
                form=a_changed_form, use_instead=None, address=address, text="", by=approver, now=now
            )

    def test_the_page_keeps_it_for_publishers_only(self, client, editor, approver, a_changed_form):
        values = {"use_instead": "", "address": "/contact/", "text": "Write to us."}
        client.force_login(editor)
        client.post(url("closing", a_changed_form.pk), values)
        assert Form.objects.get(pk=a_changed_form.pk).use_instead_address == ""
        client.force_login(approver)

        client.post(url("closing", a_changed_form.pk), values)

        assert Form.objects.get(pk=a_changed_form.pk).use_instead_address == "/contact/"

    def test_a_date_retires_the_form_by_itself(self, client, editor, approver, a_changed_form, now):
        a_changed_form.expire_at = timezone.now() + timedelta(days=3)
        save_draft(form=a_changed_form, by=editor, now=now)
        published(a_changed_form, approver, now)
        client.force_login(editor)
        assert "It is retired by itself on" in client.get(url("closing", a_changed_form.pk)).text

        Form.objects.get(pk=a_changed_form.pk).unpublish(set_expired=True)

        form = Form.objects.get(pk=a_changed_form.pk)
        assert form.expired
        assert form.retired_at is not None


class TestLocks:
    def test_a_locked_form_is_changed_by_its_locker_only(self, client, editor, second_editor, a_changed_form):
        Form.objects.filter(pk=a_changed_form.pk).update(
            locked=True, locked_by=second_editor, locked_at=timezone.now()
        )

        page = edit(client, editor, a_changed_form, title="Mine")

        assert "locked" in page.text
        assert Form.objects.get(pk=a_changed_form.pk).get_latest_revision_as_object().title != "Mine"
        edit(client, second_editor, a_changed_form, title="Theirs")
        assert Form.objects.get(pk=a_changed_form.pk).get_latest_revision_as_object().title == "Theirs"


def test_the_approvals_list_leads_to_what_changes(client, a_saved_form, approver, second_approver, now):
    client.force_login(second_approver)

    assert client.get(reverse("approvals:index")).status_code == 200
    assert client.get(url("changes", a_saved_form.pk)).status_code == 200
