"""Pictures that editors upload, and the sizes in which pages show them."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    get_upload_to,
)

FOLDER = "images/"


def originals() -> Storage:
    """Return the storage of the uploaded pictures; nothing serves it."""
    return storages["images"]


class Image(AbstractImage):
    """A picture with the text that stands for it."""

    file = WagtailImageField(
        upload_to=get_upload_to, storage=originals, width_field="width", height_field="height"
    )
    description = models.CharField(
        "alternative text",
        max_length=255,
        help_text="What somebody needs to know who cannot see the picture. A page may say it in other words.",
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
    tags = TaggableManager(blank=True, help_text="", related_name="site_images")

    admin_form_fields = (
        "title", "file", "description", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        permissions = [("choose_image", "Can choose image")]


class Rendition(AbstractRendition):
    """A picture in one size, under an address that any browser may keep for ever."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="images_one_rendition_per_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"

    @property
    def url(self) -> str:
        """Return the address on this site, wherever the files are stored."""
        name, _, extension = self.file.name.removeprefix(FOLDER).rpartition(".")
        return reverse("rendition", kwargs={"name": name, "extension": extension})
