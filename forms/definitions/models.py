"""What editors write (Form) and what publishing made of it (FormVersion)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from accounts.models import User
from forms.definitions import services
from forms.definitions.blocks.choices import OPEN_TO, READERS, kind_choices
from forms.definitions.blocks.steps import RouteBlock, StepBlock
from forms.definitions.control.models import FormComment, Publication
from forms.definitions.naming import complete_keys
from forms.definitions.pattern_records import NamedPattern
from forms.definitions.previewing import Modes, supplied
from forms.definitions.spec import MEMBERS, PROFESSIONALS
from forms.definitions.versions import published_types
from programme.models import Programme

__all__ = ["Form", "FormComment", "FormVersion", "NamedPattern", "Publication", "VersionIsImmutable"]

OF_THE_WHOLE = ("retired_at", "use_instead_id", "use_instead_address", "use_instead_text")


class Form(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A form as its editors see it: steps with questions, and where the documents go."""

    # A form names no page, picture or document. Looking for some in its thousands of blocks took a third of a save.
    wagtail_reference_index_ignore = True

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="forms")
    kind = models.CharField(
        max_length=40, choices=kind_choices, help_text="What the form is for; it decides what must be asked."
    )
    slug = models.SlugField("address", max_length=60, help_text="Part of the form's address.")
    title = models.CharField(max_length=160)
    intro = models.TextField("introduction", blank=True, help_text="Shown before the first step.")
    what_happens_next = models.TextField(blank=True, help_text="Shown once the form was sent.")
    open_to = models.CharField(
        max_length=10,
        choices=OPEN_TO,
        default=MEMBERS,
        help_text="Visitors without an account fill in only forms that hold no patients.",
    )
    readers = models.CharField(
        "visitors who may read it",
        max_length=20,
        choices=READERS,
        default=PROFESSIONALS,
        help_text="Counts where the form is open to anyone: the same as for the pages that lead to it.",
    )
    other_way = models.TextField(
        "another way to ask",
        blank=True,
        max_length=600,
        help_text="For example a phone number. Shown to visitors whom the form cannot serve or stops by mistake.",
    )
    steps = StreamField([("step", StepBlock())], blank=True)
    routes = StreamField([("route", RouteBlock())], blank=True)
    drafts_until = models.DateTimeField(
        "drafts of earlier versions may be sent until",
        null=True,
        blank=True,
        help_text="From then on drafts that are still open move to the version that is live; where an answer "
        "no longer fits, the person is asked to review it. Empty: they stay on the version they were begun on.",
    )
    # Of the form as a whole, not of a revision: since when it is closed, and where people go instead.
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    use_instead = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    use_instead_address = models.CharField(max_length=500, blank=True, editable=False)
    use_instead_text = models.CharField(max_length=240, blank=True, editable=False)

    class Meta:
        permissions = [("approve_critical", "Can approve critical changes of forms")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"],
                name="definitions_one_form_per_slug",
                violation_error_message="Another form of this programme has this address.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        """Save, making the keys that were left empty."""
        if options.get("update_fields") is None:
            self.complete_keys()
        super().save(**options)

    def save_revision(self, **options: Any) -> Revision:
        """Save a revision, making the keys that were left empty."""
        self.complete_keys()
        return super().save_revision(**options)

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Publish as Wagtail asks: by button, workflow or schedule; `services.publish` says what is refused.

        Critical changes wait for their second approval, and then go live.
        """
        services.publish_or_schedule(form=self, revision=revision, by=user, now=timezone.now(), **options)

    def unpublish(self, user: User | None = None, **options: Any) -> None:
        """Retire the form as Wagtail asks."""
        services.retire(form=self, by=user, now=timezone.now(), **options)

    def with_content_json(self, content: Any) -> Form:
        """Return the form as a revision has it; what closes the form is of no revision."""
        read: Form = super().with_content_json(content)
        for name in OF_THE_WHOLE:
            setattr(read, name, getattr(self, name))
        return read

    @property
    def preview_modes(self) -> Modes:
        """Return what can be previewed: each step, the check page, each recipient's document."""
        previews = supplied()
        return previews.modes(self) if previews else []

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the form as it stands in the editor, unsaved changes included."""
        previews = supplied()
        if previews is None:
            raise Http404("Nothing shows previews of forms here.")
        return previews.serve(self, request, mode_name)

    def complete_keys(self) -> None:
        """Make the keys and option values that were left empty; those that stand are kept."""
        completed = complete_keys(
            self.steps.get_prep_value(), lambda: published_types(self) if self.pk else ()
        )
        if completed is not None:
            self.steps = completed


class VersionIsImmutable(Exception):
    """A published version was to be changed or deleted. Publish a new one, or retire the form."""


M = TypeVar("M", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows can be added and read."""

    def update(self, **values: Any) -> NoReturn:
        raise VersionIsImmutable("A published version never changes.")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise VersionIsImmutable("A published version never changes.")

    def delete(self) -> NoReturn:
        raise VersionIsImmutable("A published version is never deleted.")


class FormVersion(models.Model):
    """One published state of a form: immutable, numbered, hashed. Drafts and submissions pin one.

    The database refuses an UPDATE as well, by a trigger of the migration.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # Not a foreign key: old revisions may be purged, and a version never changes.
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[FormVersion]] = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="definitions_one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.form} version {self.number}"

    def save(self, **options: Any) -> None:
        """Add the version; raise VersionIsImmutable for one that exists."""
        if not self._state.adding:
            raise VersionIsImmutable("A published version never changes.")
        super().save(**{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise VersionIsImmutable("A published version is never deleted.")
