"""What a new programme begins with: its roles, a first page, settings, and drafts of its forms and agreements."""

from __future__ import annotations

from datetime import datetime

from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Site

from accounts.models import User
from agreements.kinds import KINDS
from agreements.texts.models import AgreementText
from agreements.texts.services import save_text_draft
from audit.trail import record
from content.audience.models import AudienceSettings
from content.audience.services import save_settings as save_audience_settings
from content.certification.workflow import ensure_certification
from content.pages.programme import HomePage
from content.ratings.models import RatingSettings
from content.ratings.services import save_settings as save_rating_settings
from content.reviewing.workflow import ensure_review
from content.roles.services import ensure_roles
from forms.definitions.groups import ensure_workflow
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.registration.kind import PatientRegistration
from programme.models import Programme
from programme.setting_up import register_step


def add_first_page(*, programme: Programme, by: User, now: datetime) -> Page:
    """Begin the programme's site with an empty home page, as a draft."""
    root = Page.get_first_root_node()
    home = HomePage(
        title=programme.name, slug=find_available_slug(root, programme.code), live=False, owner=by
    )
    root.add_child(instance=home)
    home.save_revision(user=by, log_action=True)
    site: Site = programme.site
    site.root_page = home
    site.save()
    record("page.begun", actor=by.pk, subject=home, programme=programme, detail={"slug": home.slug})
    return home


def prepare_people(*, programme: Programme, by: User, now: datetime) -> None:
    """Prepare the groups of the programme's roles, and the workflow from review to certificate."""
    ensure_certification()
    ensure_roles(programme=programme, by=by, now=now)
    ensure_review(programme=programme, by=by, now=now)


def keep_settings(*, programme: Programme, by: User, now: datetime) -> None:
    """Keep the usual settings of audiences and ratings, for administrators to change."""
    save_audience_settings(settings=AudienceSettings(programme=programme), by=by, now=now)
    save_rating_settings(settings=RatingSettings(programme=programme), by=by, now=now)


def begin_forms(*, programme: Programme, by: User, now: datetime) -> None:
    """Begin the form of registrations and those of the agreements' particulars, empty and as drafts."""
    ensure_workflow()
    begun = {PatientRegistration.key: "Patient registration"}
    begun |= {kind.form_kind: kind.label for kind in KINDS.values()}
    for kind, title in begun.items():
        slug = kind.replace("_", "-")
        save_draft(
            form=Form(programme=programme, kind=kind, slug=slug, title=title, live=False), by=by, now=now
        )


def begin_agreements(*, programme: Programme, by: User, now: datetime) -> None:
    """Begin the text of each kind of agreement, empty and as a draft."""
    for kind in KINDS.values():
        save_text_draft(
            text=AgreementText.objects.create(programme=programme, kind=kind.kind),
            title=kind.label,
            body="[]",
            term_months=None,
            what_changed="",
            by=by,
            now=now,
        )


def supply_steps() -> None:
    """Supply these steps to whoever adds a programme; called once at start-up."""
    for step in (add_first_page, prepare_people, keep_settings, begin_forms, begin_agreements):
        register_step(step.__name__, step)
