"""Register the rights to pictures."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy

from content.images.models import Image
from content.images.permissions import ShownPicturesKept

# For exactly this class: Wagtail registers its own policy for pictures, now or later.
register_permission_policy(Image, ShownPicturesKept(), exact_class=True)
