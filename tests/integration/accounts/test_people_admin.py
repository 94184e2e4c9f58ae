from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.models import Invitation, Membership, User
from accounts.services import ensure_groups, grant
from audit.models import AuditEvent
from content.loading.groups import load_groups
from directory.models import Organisation
from tests.builders import a_member, a_user


@pytest.fixture
def administrator(db):
    user = a_user(email="admin@programme.invalid", name="Ada Administrator", is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("name", ["people", "invitations", "partners", "organisations", "approvals"])
def test_an_administrator_sees_the_lists(admin, member, nurse_service, name):
    assert admin.get(reverse(f"{name}:index")).status_code == 200


@pytest.mark.parametrize("name", ["people", "invitations", "partners", "organisations", "approvals"])
def test_a_member_without_staff_rights_sees_none_of_them(client, member, name):
    client.force_login(member)

    answer = client.get(reverse(f"{name}:index"), follow=True)

    assert answer.status_code == 403
    assert not answer.redirect_chain


@pytest.mark.parametrize("name", ["people", "invitations", "partners", "organisations", "approvals"])
def test_staff_without_the_right_are_turned_away(client, db, name):
    staff = a_user(email="staff@programme.invalid", is_staff=True)
    staff.groups.add(grant(group_name="Editors only", permissions=["wagtailadmin.access_admin"]))
    client.force_login(staff)

    assert client.get(reverse(f"{name}:index")).status_code == 302


def test_inviting_in_the_admin_mails_a_link_that_works(admin, organisation):
    page = admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "organisation": organisation.pk, "role": "member"},
        follow=True,
    )

    assert "on its way to new@harbour.invalid" in page.content.decode()
    assert Invitation.objects.get().organisation == organisation
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert "/account/invitation/" in link


@pytest.mark.parametrize("bodies", [(), ("organisation", "partner")])
def test_an_invitation_leads_to_exactly_one_body(admin, organisation, nurse_service, bodies):
    ids = {"organisation": organisation.pk, "partner": nurse_service.pk}

    page = admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "role": "member", **{body: ids[body] for body in bodies}},
    )

    assert "Choose exactly one" in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_mail_server_that_refuses_is_told_and_the_link_can_be_sent_again(admin, organisation, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "organisation": organisation.pk, "role": "member"},
        follow=True,
    )
    assert "the mail server refused it" in page.content.decode()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    admin.post(reverse("invitations:send_again", args=[Invitation.objects.get().pk]))

    assert len(mail.outbox) == 1
    assert Invitation.objects.filter(revoked_at__isnull=True).count() == 1


def test_an_invitation_is_withdrawn_with_one_click(admin, organisation):
    admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "organisation": organisation.pk, "role": "member"},
    )
    invitation = Invitation.objects.get()
    assert "Withdraw" in admin.get(reverse("invitations:inspect", args=[invitation.pk])).content.decode()

    admin.post(reverse("invitations:withdraw", args=[invitation.pk]))

    invitation.refresh_from_db()
    assert invitation.revoked_at


def test_a_membership_is_ended_with_one_click_and_audited(admin, administrator, member):
    membership = member.memberships.get()
    page = admin.get(reverse("people:inspect", args=[member.pk]))
    assert "Harbour Vale" in page.content.decode()

    admin.post(reverse("people:end", args=[member.pk, membership.pk]))

    assert Membership.objects.get(pk=membership.pk).ended_at
    assert AuditEvent.objects.get(action="membership.ended").actor == str(administrator.pk)


def test_a_membership_cannot_be_ended_without_the_right(client, member, stranger):
    client.force_login(stranger)

    client.post(reverse("people:end", args=[member.pk, member.memberships.get().pk]))

    assert member.memberships.get().ended_at is None


def test_nobody_takes_away_their_own_admin_or_a_superusers(admin, administrator, db):
    superuser = a_user(email="root@programme.invalid", is_staff=True, is_superuser=True)

    admin.post(reverse("people:end_staff", args=[administrator.pk]))
    admin.post(reverse("people:end_staff", args=[superuser.pk]))

    assert User.objects.filter(is_staff=True).count() == 2


def test_wagtails_own_user_screens_lead_to_ours(client, member):
    root = a_user(email="root@programme.invalid", is_staff=True, is_superuser=True)
    client.force_login(root)

    assert client.get(reverse("wagtailusers_users:add")).url == reverse("invitations:add")
    person = reverse("people:inspect", args=[member.pk])
    assert client.post(reverse("wagtailusers_users:edit", args=[member.pk])).url == person
    assert client.post(reverse("wagtailusers_users:delete", args=[member.pk])).url == person
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert client.post(f"{bulk}?id={member.pk}").url == reverse("people:index")
    assert User.objects.filter(pk=member.pk).exists()


def test_the_admins_own_settings_ask_nothing_that_is_not_kept(admin):
    page = admin.get(reverse("wagtailadmin_account")).content.decode()

    assert "First Name" not in page
    assert "Notifications" in page or "Locale" in page


def test_the_admins_own_settings_are_closed_signed_out(client, db):
    assert "/account/login/" in client.get(reverse("wagtailadmin_account")).url


@pytest.mark.parametrize("name", ["people", "invitations", "partners", "organisations", "approvals"])
def test_nothing_is_deleted_or_copied_in_the_admin(name):
    for action in ("delete", "copy"):
        with pytest.raises(NoReverseMatch):
            reverse(f"{name}:{action}", args=["00000000-0000-0000-0000-000000000000"])


def test_every_role_of_a_programme_can_be_given_by_invitation_and_to_people(admin, programme, now):
    load_groups(programme=programme, now=now)
    colleague = a_user(email="colleague@programme.invalid", name="Col League")
    roles = {
        "Programme administrators",
        "Form editors",
        "Form approvers",
        "Drug safety",
        "Readers (examplecare)",
        "Contributors (examplecare)",
        "Editors (examplecare)",
        "Reviewers (examplecare)",
        "Certifiers (examplecare)",
        "Site administrators (examplecare)",
    }

    page = admin.get(reverse("invitations:add")).content.decode()
    assert {role for role in roles if f">{role}</option>" in page} == roles
    person = reverse("people:inspect", args=[colleague.pk])
    assert {role for role in roles if f">{role}</option>" in admin.get(person).content.decode()} == roles

    drug_safety = Group.objects.get(name="Drug safety")
    admin.post(reverse("people:give_group", args=[colleague.pk]), {"group": drug_safety.pk})
    assert list(colleague.groups.all()) == [drug_safety]

    admin.post(reverse("people:take_group", args=[colleague.pk, drug_safety.pk]))
    assert not colleague.groups.exists()


def test_no_group_is_offered_for_oneself_or_for_a_member(admin, administrator, member):
    for person in (administrator, member):
        page = admin.get(reverse("people:inspect", args=[person.pk])).content.decode()
        assert reverse("people:give_group", args=[person.pk]) not in page

    page = admin.post(
        reverse("people:give_group", args=[member.pk]), {"group": ensure_groups().pk}, follow=True
    )
    assert "End the membership first" in page.content.decode()
    assert not member.groups.exists()


@pytest.mark.parametrize("group", ["", "x", "0", "²", "9" * 30])
def test_a_made_up_group_is_not_found(admin, db, group):
    colleague = a_user(email="colleague@programme.invalid")

    answer = admin.post(reverse("people:give_group", args=[colleague.pk]), {"group": group})

    assert answer.status_code == 404


def test_changing_rights_needs_the_right(client, member, stranger):
    client.force_login(stranger)

    for name in ("give_group", "deactivate"):
        client.post(reverse(f"people:{name}", args=[member.pk]), {"group": ensure_groups().pk})

    assert User.objects.get(pk=member.pk).is_active
    assert not member.groups.exists()


def test_inviting_oneself_is_refused_on_the_form(admin, administrator, organisation):
    page = admin.post(
        reverse("invitations:add"),
        {"email": administrator.email, "organisation": organisation.pk, "role": "member"},
    )

    assert "Nobody changes their own rights" in page.content.decode()
    assert not Invitation.objects.exists()


def test_the_list_shows_where_people_belong_and_who_leads(admin, organisation, now):
    a_member(organisation, now=now, email="lee@harbour.invalid", role="lead")

    assert f"{organisation}: lead" in admin.get(reverse("people:index")).content.decode()


def test_a_name_with_line_breaks_does_not_break_the_mail(admin, organisation):
    Organisation.objects.update(name="Harbour\nBcc: thief@elsewhere.example")

    admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "organisation": organisation.pk, "role": "member"},
    )

    assert "Harbour Bcc: thief@elsewhere.example" in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["new@harbour.invalid"]


def test_a_mail_that_cannot_be_written_is_told_and_the_invitation_kept(admin, organisation, settings):
    settings.DEFAULT_FROM_EMAIL = "no-reply@programme.invalid\nBcc: thief@elsewhere.example"

    page = admin.post(
        reverse("invitations:add"),
        {"email": "new@harbour.invalid", "organisation": organisation.pk, "role": "member"},
        follow=True,
    )

    assert "the mail server refused it" in page.content.decode()
    assert Invitation.objects.exists()


def test_a_person_is_deactivated_with_one_click(admin, member):
    page = admin.post(reverse("people:deactivate", args=[member.pk]), follow=True)

    assert "signed out everywhere" in page.content.decode()
    assert "Deactivate this person" not in page.content.decode()
    assert not User.objects.get(pk=member.pk).is_active
