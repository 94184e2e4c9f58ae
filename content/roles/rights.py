"""What each role needs, and nothing more: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass

from content.roles.models import Role

ADMIN = "wagtailadmin.access_admin"
CERTIFICATES = "content_certification.view_certificate"
REPORTS = "content_reports.view_reports"
LINKS, RECHECK = "content_link_checks.view_externallink", "content_link_checks.recheck_externallink"
TASKS = "content_rules.view_todo"


@dataclass(frozen=True, slots=True)
class Rights:
    """Rights of a role: in the admin, on the programme's pages, and in its collection of documents and pictures."""

    admin: tuple[str, ...]
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


READING = (ADMIN, CERTIFICATES, REPORTS, LINKS, TASKS)
# Whoever adds a file may change it; whoever may change files, those of others too.
ADDING = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
)
CHANGING = (*ADDING, "wagtailimages.change_image", "wagtaildocs.change_document")
ENFORCE = "content_library.enforce_document"

# Records that pages show beside their own words, and the categories of documents.
RECORDS = tuple(
    f"{app}.{action}_{model}"
    for app, model in (
        ("content_contacts", "contact"),
        ("content_glossary", "glossaryentry"),
        ("content_library", "category"),
    )
    for action in ("view", "add", "change")
)

RIGHTS: dict[str, Rights] = {
    Role.READER: Rights(READING),
    # Wagtail lets whoever may add pages change their own, and submit them.
    Role.CONTRIBUTOR: Rights(READING, ("add_page",), ADDING),
    Role.EDITOR: Rights((*READING, RECHECK), ("add_page", "change_page", "lock_page"), CHANGING),
    # The workflow lets them open and approve what was submitted; publishing still asks for its certificate.
    Role.REVIEWER: Rights(
        (*READING, ENFORCE), ("publish_page", "lock_page", "unlock_page"), ("wagtaildocs.change_document",)
    ),
    # Certifying needs no right but a registration as a signatory.
    Role.CERTIFIER: Rights((*READING, ENFORCE), files=("wagtaildocs.change_document",)),
    Role.SITE_ADMINISTRATOR: Rights(
        (
            *READING,
            RECHECK,
            ENFORCE,
            *RECORDS,
            "content_roles.view_rolegroup",
            "content_rules.view_rule",
            "content_rules.add_rule",
            "content_rules.change_rule",
            "content_drafts.view_deleteddraft",
            "content_drafts.restore_deleteddraft",
            "content_previews.view_previewlink",
        ),
        ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        CHANGING,
    ),
}
