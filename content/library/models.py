"""Documents behind stable addresses, and their versions, which never change."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.search import index

from content.declarations import Declared
from content.library.files import library_storage
from content.library.kinds import KINDS, Kind
from content.library.refusals import VersionKept
from programme.models import Programme


class Category(models.Model):
    """Under what readers look for documents."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="document_categories")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="library_one_category_per_name")
        ]

    def __str__(self) -> str:
        return self.name


def _is_searched_title(field: Any) -> bool:
    return isinstance(field, index.SearchField) and field.field_name == "title"


class Document(AbstractDocument):
    """What readers know as one document: its address stays, whatever version is in force.

    `file`, `title` and `summary` are those of the newest version or of the next one, for Wagtail's screens;
    readers get those of `current`, which were certified with it.
    """

    class Access(models.TextChoices):
        AUDIENCE = "audience", "Everybody for whom it is"
        SIGNED_IN = "signed_in", "Of these, who is signed in"
        GROUPS = "groups", "Of these, who is in one of the groups"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="library")
    slug = models.SlugField(max_length=80, editable=False)
    file = models.FileField(storage=library_storage, max_length=200)
    summary = models.CharField(
        max_length=300, blank=True, help_text="One sentence for the list of documents."
    )
    categories = models.ManyToManyField(Category, blank=True, related_name="documents")
    related = models.ManyToManyField("self", blank=True, verbose_name="related documents")
    effective_on = models.DateField(
        "effective from", null=True, blank=True, help_text="Not listed and not served before this day."
    )
    expires_on = models.DateField(
        "last day", null=True, blank=True, help_text="Not listed and not served after this day."
    )
    access = models.CharField(
        "who may download it", max_length=20, choices=Access.choices, default=Access.AUDIENCE
    )
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    worded_by = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="+")
    current = models.ForeignKey(
        "DocumentVersion", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    # Wagtail's own model is there as well, so these are named apart from its.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(blank=True, help_text="", related_name="library_documents")

    admin_form_fields = (
        "programme", "title", "summary", "file", "categories", "related", "access", "groups",
        "effective_on", "expires_on", "tags",
    )  # fmt: skip
    # Readers find a document by what was certified; the admin completes what is typed from its own title.
    search_fields = [
        *(one for one in AbstractDocument.search_fields if not _is_searched_title(one)),
        index.RelatedFields("current", [index.SearchField("title", boost=10), index.SearchField("summary")]),
        index.SearchField("words_in_force"),
    ]

    class Meta(AbstractDocument.Meta):
        permissions = [
            ("choose_document", "Can choose document"),
            ("enforce_document", "Can put documents in force and withdraw them"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="library_one_document_per_address"),
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("effective_on"))
                | models.Q(effective_on__isnull=True)
                | models.Q(expires_on__isnull=True),
                name="library_dates_in_order",
                violation_error_message="The last day lies before the day from which the document is effective.",
            ),
        ]

    @property
    def url(self) -> str:
        return reverse("library:document", args=[self.slug])

    @property
    def filename(self) -> str:
        """Return the name under which the file is saved: that of the address, never the uploaded one."""
        return f"{self.slug}.{self.file_extension}"

    @property
    def file_extension(self) -> str:
        return str(self.file.name).rpartition(".")[2]

    def words_in_force(self) -> str:
        """Return the text of the version in force, for the search index."""
        found = VersionText.objects.filter(version=self.current_id).first()
        return found.text if found else ""


class DocumentVersion(Declared):
    """One file under its title and declarations, as it was uploaded. Only what is found out about it is added later."""

    class Scan(models.TextChoices):
        WAITING = "waiting", "Waiting for the virus scan"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "A virus was found"
        NONE = "none", "Not scanned: no scanner is set up"

    class Reading(models.TextChoices):
        WAITING = "waiting", "Being read"
        READ = "read", "Read"
        ENCRYPTED = "encrypted", "Protected with a password"
        UNREADABLE = "unreadable", "Cannot be read"

    # Certificates name a version by this key.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    # Who wrote the title and the summary; more than one where several changed them before the upload.
    worded_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    file = models.FileField(storage=library_storage, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120, choices=[(kind, KINDS[kind].label) for kind in KINDS])
    note = models.CharField("what changed", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    restores = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="restored_as"
    )
    scan = models.CharField(max_length=20, choices=Scan.choices, default=Scan.WAITING)
    scan_detail = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    reading = models.CharField(max_length=20, choices=Reading.choices, default=Reading.WAITING)
    reading_tries = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True, blank=True)
    thumbnail = models.FileField(storage=library_storage, max_length=200, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    task_id = models.UUIDField(null=True, blank=True)

    # What is found out about a file after it was uploaded.
    FOUND_OUT = frozenset(
        {
            "scan", "scan_detail", "scanned_at", "reading", "reading_tries", "pages", "thumbnail",
            "in_force_at", "task_id",
        }
    )  # fmt: skip

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_one_version_per_number"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="library_no_empty_file"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version, or what was found out about one; raise VersionKept for anything else."""
        if (
            not self._state.adding
            and not frozenset(kwargs.get("update_fields") or {"file"}) <= self.FOUND_OUT
        ):
            raise VersionKept("A version never changes. Upload a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise VersionKept: what was once uploaded stays."""
        raise VersionKept("A version is kept. Withdraw the document to take it off the site.")

    @property
    def kind(self) -> Kind:
        return KINDS[self.media_type]

    def is_worded_as(self, document: Document) -> bool:
        """Say whether the title and the summary are those that the document has now."""
        return (self.title, self.summary) == (document.title, document.summary)


class VersionText(models.Model):
    """The words in a version, apart from it: they are long and lists do not need them."""

    version = models.OneToOneField(
        DocumentVersion, primary_key=True, on_delete=models.PROTECT, related_name="words"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"Text of {self.version_id}"


class DownloadCount(models.Model):
    """How often a version was downloaded on a day. Nothing says by whom."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="downloads")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "day"], name="library_one_count_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"
