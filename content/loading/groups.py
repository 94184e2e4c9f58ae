"""The groups of people who look after a programme, and what each may do in the admin."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from accounts.services import ADMINISTRATORS, ensure_groups as ensure_administrators, grant
from agreements.groups import AGREEMENTS, ensure_groups as ensure_agreement_group
from content.certification.workflow import ensure_certification
from content.library.groups import let_enforce, let_upload
from forms.definitions.groups import ensure_groups as ensure_form_groups, ensure_workflow

ADMIN = "wagtailadmin.access_admin"
# What upper floors add to the rights that the accounts floor gives administrators. No patient data.
OPERATING = (
    "form_routing.view_delivery",
    "form_routing.operate_delivery",
    "form_submissions.view_submission",
    "form_registration.handle_duplicate_task",
    "content_audience.view_audiencesettings",
    "content_audience.add_audiencesettings",
    "content_audience.change_audiencesettings",
    "content_ratings.view_ratingsettings",
    "content_ratings.add_ratingsettings",
    "content_ratings.change_ratingsettings",
    *AGREEMENTS,
    "content_certification.view_certificate",
    "content_certification.view_signatory",
    "content_certification.add_signatory",
    "content_certification.change_signatory",
    "content_certification.withdraw_certificate",
)
PAGE_RIGHTS = {
    "content_editor": ("Content editors", ("add_page", "change_page")),
    "content_approver": ("Content approvers", ("change_page", "publish_page")),
}
CERTIFICATES = "content_certification.view_certificate"


def load_groups() -> dict[str, Group]:
    """Create the groups or bring their permissions up to date; returned by the role's name."""
    ensure_administrators()
    ensure_workflow()
    ensure_certification()
    editors, approvers = ensure_form_groups()
    pages = {role: _page_group(name, rights) for role, (name, rights) in PAGE_RIGHTS.items()}
    certifiers = grant(group_name="Certifiers", permissions=(ADMIN, CERTIFICATES))
    let_upload(pages["content_editor"])
    for group in (pages["content_approver"], certifiers):
        let_enforce(group)
    return {
        "programme_administrator": grant(group_name=ADMINISTRATORS, permissions=OPERATING),
        "agreement_administrator": ensure_agreement_group(),
        "form_editor": editors,
        "form_approver": approvers,
        "drug_safety": grant(
            group_name="Drug safety", permissions=(ADMIN, "form_registration.handle_safety_task")
        ),
        "certifier": certifiers,
        **pages,
    }


def _page_group(name: str, rights: tuple[str, ...]) -> Group:
    """Return a group with rights on every page, as Wagtail keeps them: on the root."""
    group = grant(group_name=name, permissions=(ADMIN, CERTIFICATES))
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return group
