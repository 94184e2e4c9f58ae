"""Wagtail: its admin, what editors may upload, and the caches that hear of a changed page."""

from __future__ import annotations

from config import env

WAGTAIL_FINISH_WORKFLOW_ACTION = "content.certification.publishing.publish_workflow_state"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "content_library.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.library.admin.forms.DocumentForm"
# A ClamAV daemon, as tcp://host:port or unix:///path: where it is set, nothing is served before its verdict.
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")
WAGTAILIMAGES_IMAGE_MODEL = "content_images.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.images.forms.ImageForm"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000

# Caches in front of the server that have to be told when a page changes.
WAGTAILFRONTENDCACHE: dict[str, dict[str, str]] = {}
if front_cache := env.text("FRONT_CACHE_URL", ""):
    WAGTAILFRONTENDCACHE["front"] = {
        "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
        "LOCATION": front_cache,
    }
if distribution := env.text("CLOUDFRONT_DISTRIBUTION", ""):
    WAGTAILFRONTENDCACHE["cloudfront"] = {
        "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudfrontBackend",
        "DISTRIBUTION_ID": distribution,
    }
