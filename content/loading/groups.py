"""The groups of people who look after a programme, and what each may do in the admin."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group

from accounts.services import ADMINISTRATORS, ensure_groups as ensure_administrators, grant
from agreements.groups import AGREEMENTS, ensure_groups as ensure_agreement_group
from content.certification.workflow import ensure_certification
from content.roles.rights import RECORDS
from content.roles.services import carry_members_over, ensure_roles
from forms.definitions.groups import (
    ensure_critical_approvers,
    ensure_groups as ensure_form_groups,
    ensure_workflow,
)
from programme.models import Programme

ADMIN, LOADER = "wagtailadmin.access_admin", "load_programme"
# What upper floors add to the rights that the accounts floor gives administrators. No patient data.
OPERATING = (
    "form_routing.view_delivery",
    "form_routing.operate_delivery",
    "form_submissions.view_submission",
    "form_desk.read_answers",
    "form_desk.handle_submission",
    "form_desk.export_submission",
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
    *RECORDS,
    "content_reports.view_reports",
    "content_link_checks.view_externallink",
    "content_link_checks.recheck_externallink",
    "content_rules.view_rule",
    "content_rules.add_rule",
    "content_rules.change_rule",
    "content_drafts.view_deleteddraft",
    "content_drafts.restore_deleteddraft",
    # Redirects are of no programme in particular.
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)


def load_groups(*, programme: Programme, now: datetime) -> dict[str, Group]:
    """Create the groups or bring their permissions up to date; returned by the role's name.

    Those of earlier releases, which reached the pages of every programme, give their members to the roles.
    """
    ensure_administrators()
    ensure_workflow()
    ensure_certification()
    editors, approvers = ensure_form_groups()
    roles = ensure_roles(programme=programme, by=LOADER, now=now)
    for other in Programme.objects.exclude(pk=programme.pk).select_related("site__root_page"):
        ensure_roles(programme=other, by=LOADER, now=now)
    carry_members_over(by=LOADER, now=now)
    return {
        "programme_administrator": grant(group_name=ADMINISTRATORS, permissions=OPERATING),
        "agreement_administrator": ensure_agreement_group(),
        "form_editor": editors,
        "form_approver": approvers,
        "critical_form_approver": ensure_critical_approvers(),
        "drug_safety": grant(
            group_name="Drug safety", permissions=(ADMIN, "form_registration.handle_safety_task")
        ),
        **roles,
    }
