"""The forms of documents and versions in the admin: each calls one service."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm

from accounts.models import User
from content.job_codes.services import has_another_holder
from content.library.files import Checked, checked
from content.library.kinds import TAKEN
from content.library.models import Document, DocumentVersion
from content.library.refusals import FileRefused
from content.library.services.details import WORDING, Relations, save_details
from content.library.services.uploading import Declarations, upload_document
from programme.own_records import offer_own

DECLARED = ("job_code", "prepared_on", "audience", "label", "territory", "company_role")
DAYS = ("effective_on", "expires_on", "prepared_on")
Access = Document.Access
WITH_THE_NEXT = "Readers see this with the next version that is certified."
TAKEN_CODE = "Other material has this job code. Enter a code of its own."


class DeclaredFields:
    """What a form does that takes a file and what is declared of it."""

    cleaned_data: dict[str, Any]

    def clean_file(self) -> Any:
        """Return the file if the library takes it."""
        given = self.cleaned_data.get("file")
        if given:
            try:
                self.checked_file = checked(given, name=given.name)
            except FileRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return given

    def code_is_taken(self, document: Document) -> bool:
        """Say whether other material of the programme has the job code."""
        code, programme = self.cleaned_data.get("job_code"), document.programme_id
        return bool(
            code and programme and has_another_holder(programme_id=programme, code=code, holder=document)
        )

    def declarations(self) -> Declarations:
        """Return what was declared in a form that is valid."""
        return Declarations(**{name: self.cleaned_data[name] for name in DECLARED})

    checked_file: Checked


class DocumentForm(DeclaredFields, BaseDocumentForm):
    """A new document with its first version, or what is said about one beside its versions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.person: User = kwargs["user"]
        super().__init__(*args, **kwargs)
        offer_own(self, self.person)
        if self.instance.pk is None:
            self._ask_for_a_file()
        else:
            self.fields.pop("file", None)
            self.fields["programme"].disabled = True
            for name in WORDING:
                # Wagtail's own form bound the title already, so a text of the unbound field comes too late.
                self[name].help_text = f"{self.fields[name].help_text} {WITH_THE_NEXT}".strip()
            self.fields["related"].queryset = self.fields["related"].queryset.exclude(pk=self.instance.pk)
        for name in ("categories", "related", "groups"):
            self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].choices)
            self.fields[name].help_text = ""
        for name in DAYS:
            if name in self.fields:
                self.fields[name].widget = AdminDateInput()

    def clean(self) -> dict[str, Any]:
        """Refuse what would serve a document to nobody, and what belongs to another programme."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        programme = data.get("programme")
        if programme and self.instance.pk is None and self.code_is_taken(Document(programme=programme)):
            self.add_error("job_code", TAKEN_CODE)
        if any(category.programme_id != programme.pk for category in data.get("categories", ()) if programme):
            self.add_error("categories", "A category belongs to another programme. Choose among its own.")
        if any(other.programme_id != programme.pk for other in data.get("related", ()) if programme):
            self.add_error("related", "A document belongs to another programme. Choose among its own.")
        if data.get("access") == Access.GROUPS and not data.get("groups"):
            self.add_error("groups", "Choose at least one group, or let everybody of the audience have it.")
        return data

    def save(self, commit: bool = True) -> Document:
        """Call the service; forms that are not to be saved at once are not used (config.urls closes them)."""
        if len(self.collections) == 1:
            self.instance.collection = self.collections[0]
        document: Document = self.instance
        relations = Relations(**{field.name: self.cleaned_data[field.name] for field in fields(Relations)})
        if document.pk is None:
            upload_document(
                document=document,
                file=self.checked_file,
                declarations=self.declarations(),
                relations=relations,
                by=self.person,
                now=timezone.now(),
            )
        else:
            save_details(document=document, relations=relations, by=self.person, now=timezone.now())
        return document

    def _ask_for_a_file(self) -> None:
        self.fields.update(fields_for_model(DocumentVersion, fields=DECLARED))
        self.fields["job_code"].required = True
        largest = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        self.fields["file"].help_text = f"{TAKEN}, up to {largest}."


class VersionForm(DeclaredFields, forms.Form):
    """Another file in place of the newest, with what is declared of it."""

    file = forms.FileField(
        help_text=f"{TAKEN}, up to {filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)}."
    )
    note = forms.CharField(label="What changed", max_length=300)

    def __init__(self, *args: Any, newest: DocumentVersion, **kwargs: Any) -> None:
        self.document = newest.document
        kwargs["initial"] = {name: getattr(newest, name) for name in DECLARED if name != "prepared_on"}
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(DocumentVersion, fields=DECLARED))
        self.fields["job_code"].required = True
        self.fields["prepared_on"].widget = AdminDateInput()

    def clean(self) -> dict[str, Any]:
        """Refuse the job code of other material."""
        if self.code_is_taken(self.document):
            self.add_error("job_code", TAKEN_CODE)
        return self.cleaned_data
