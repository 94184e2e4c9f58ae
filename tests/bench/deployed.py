"""The demo's settings with static files as production has them: collected, hashed and packed beforehand."""

from config.settings.demo import *  # noqa: F403, TID251
from config.settings.demo import STORAGES  # noqa: TID251

WHITENOISE_USE_FINDERS = False
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
