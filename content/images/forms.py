"""The form of a picture: what is uploaded is cleaned before anything keeps it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from wagtail.images.forms import BaseImageForm
from wagtail.models import ReferenceIndex

from content.images.cleaning import ImageRefused, cleaned

# What changes how a page looks or reads that shows the picture.
SHOWN = ("description", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class ImageForm(BaseImageForm):
    """A new picture has its file; one that is there keeps it, and where pages show it, its text as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        # Another file under the same row would change certified pages unseen: it is another picture.
        self.fields.pop("file", None)
        if ReferenceIndex.get_references_to(self.instance).exists():
            for name in SHOWN:
                if name in self.fields:
                    self.fields[name].disabled = True
            self.fields["description"].help_text = (
                "Pages show this picture, so its text stays. To change it, upload the picture again, or say it in "
                "other words on the page."
            )

    def clean_file(self) -> Any:
        """Return the picture written anew, named after its content."""
        given = self.cleaned_data["file"]
        if not given or isinstance(given, FieldFile):
            return given
        try:
            picture = cleaned(given)
        except ImageRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return SimpleUploadedFile(picture.name, picture.data, content_type=given.content_type)
