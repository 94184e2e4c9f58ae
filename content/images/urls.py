"""The address of pictures, below /media/."""

from __future__ import annotations

from django.urls import re_path

from content.images.views import rendition

# Names as Wagtail makes them of ours: a hash, the size, no folder. The size "original" is for nobody.
urlpatterns = [
    re_path(
        r"^images/(?P<name>[0-9a-f]{8,24}[\w-]*\.(?!original)[\w.-]+)\.(?P<extension>jpg|png|webp|avif)$",
        rendition,
        name="rendition",
    ),
]
