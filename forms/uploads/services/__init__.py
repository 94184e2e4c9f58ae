"""Every write of this floor."""

from forms.uploads.services.keeping import extend, hand_over, keep_sent
from forms.uploads.services.removing import destroy_removed, purge_drafts, remove_uploads
from forms.uploads.services.scanning import scan_waiting
from forms.uploads.services.storing import store_upload

__all__ = [
    "destroy_removed",
    "extend",
    "hand_over",
    "keep_sent",
    "purge_drafts",
    "remove_uploads",
    "scan_waiting",
    "store_upload",
]
