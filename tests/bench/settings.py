"""The demo's settings with a mail relay on loopback, over TLS as production wants it."""

from config.settings.demo import *  # noqa: F403, TID251
from config.settings.demo import env  # noqa: TID251

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "localhost"
EMAIL_PORT = env.number("BENCH_SMTP_PORT", 25)
EMAIL_USE_TLS = True
