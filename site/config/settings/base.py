"""Settings that hold everywhere. What differs stands in dev, demo, test and production."""

from __future__ import annotations

from pathlib import Path

import django.forms

from config import env
from config.settings.agreements import *
from config.settings.deliveries import *
from config.settings.editing import *
from config.settings.forms import *
from config.settings.headers import *
from config.settings.logs import *
from config.settings.sign_in import *
from config.settings.visitors import *

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

SITE_NAME = "Patient support programmes"
MFA_TOTP_ISSUER = SITE_NAME
WAGTAIL_SITE_NAME = SITE_NAME
DEMO = False

INSTALLED_APPS = [
    "content",
    "content.job_codes",
    "content.certification",
    "content.audience",
    "content.ratings",
    "content.caching",
    "content.library",
    "content.images",
    "content.contacts",
    "content.glossary",
    "content.roles",
    "content.reviewing",
    "content.link_checks",
    "content.rules",
    "content.reports",
    "content.previews",
    "content.drafts",
    "agreements",
    "forms.desk",
    "forms.general",
    "forms.registration",
    "forms.trials",
    "forms.building",
    "forms.submissions",
    "forms.routing",
    "forms.documents",
    "forms.uploads",
    "forms.definitions",
    "accounts",
    "directory",
    "labelling",
    "approvals",
    "programme",
    "audit",
    "vault",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.body_limits.Middleware",
    "config.csp.Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.AdminDoorMiddleware",
    "content.caching.inside.KeptPages",
    "content.audience.redirects.RedirectMiddleware",
    "content.routing.RouteByTree",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# django.forms itself cannot be installed as an app beside a top-level package of that name, so its
# templates are found by folder; ours come first.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates", Path(django.forms.__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programme.context.programme",
                "content.audience.context.audience",
                "content.compliance.context.compliance",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "db.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
if database_url := env.text("DATABASE_URL", ""):
    DATABASES["default"] = env.postgres(database_url)

# What processes keep, they keep until a stamp changes: small files of one machine ("file"), or values in the
# cache that several machines share ("cache").
STAMPS = env.text("STAMPS", "file")
# How long and how many whole pages a process keeps at most.
PAGE_CACHE_SECONDS = env.number("PAGE_CACHE_SECONDS", 600)
PAGE_CACHE_ENTRIES = env.number("PAGE_CACHE_ENTRIES", 500)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    # Sealed PDFs. Never served by address: the documents app opens them.
    "documents": {
        "BACKEND": "forms.documents.durable.DurableFileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "documents", "base_url": None},
    },
    # Documents of the library and uploaded pictures: views of ours hand them out, nothing else does.
    **{
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": VAR_DIR / name, "base_url": None},
        }
        for name in ("library", "images", "renditions")
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
DELIVERY_INBOX_DIR = VAR_DIR / "inboxes"

# Background work: Wagtail's own small jobs at once, ours as rows of the same transaction.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "routing": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["routing", "slow"]},
}

# Whether people with known passwords and second factors may exist: the demo and tests only.
DEMO_ACCOUNTS = False
# Whether to refuse demo people, fictitious hospitals, development keys, and registrations while a
# safety record is a placeholder: production does.
REFUSE_PLACEHOLDERS = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
FORMAT_MODULE_PATH = ["config.formats"]

EMAIL_BACKEND = "config.mail_files.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@programme.invalid")

PHONENUMBER_DEFAULT_REGION = "GB"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# Hosts that links lead to without an exit notice: the Code of Practice asks for a direct link to report
# adverse events. Part of every certified page that links there.
EXIT_DIRECT_HOSTS = ["yellowcard.mhra.gov.uk"]

# A step holds at most some hundred fields; ten megabytes of text are refused with a clear page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# Files included: documents of 20 MB from whoever has a session, an agreement of 10 MB to verify from anybody.
MOST_BODY_BYTES = 25_000_000
MOST_BODY_BYTES_OF_STRANGERS = 11_500_000
# Where files are taken: the admin, the verification, and the pages of forms. Anywhere else a body is text.
LARGE_BODY_PATHS = r"^/admin/|^/agreements/verify/$|/step/[\w-]+/$"
MOST_BODY_BYTES_WITHOUT_FILES = 3_000_000

# Whether identifiers from the never-issued test range are the only ones taken (demo) or refused.
SYNTHETIC_PATIENTS_ONLY = False
# How long a certificate of a page or a document holds (Code of Practice: at most two years).
CERTIFICATE_MONTHS = env.number("CERTIFICATE_MONTHS", 24)
# Within how many working days each step of a page's workflow should be decided.
PAGE_REVIEW_DAYS = env.number("PAGE_REVIEW_DAYS", 5)
# Whether to ask other sites if the links to them still work: production does.
LINK_CHECKS = False

AWS_REGION = env.text("AWS_REGION", "eu-west-2")
AWS_ENDPOINT_URL = env.text("AWS_ENDPOINT_URL", "") or None
