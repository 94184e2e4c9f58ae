"""Settings that hold everywhere. What differs stands in dev, demo, test and production."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import django.forms

from config import env
from config.settings.logs import *
from config.settings.sign_in import *

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

SITE_NAME = "Patient support programmes"
MFA_TOTP_ISSUER = SITE_NAME
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
    "forms.registration",
    "forms.submissions",
    "forms.routing",
    "forms.documents",
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
ASGI_APPLICATION = "config.asgi.application"

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
                "content.menu.menu",
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

WAGTAIL_SITE_NAME = SITE_NAME
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

# Nothing from elsewhere, nothing inline. The Wagtail admin and its preview need more than the site
# can allow, so the admin is left to its own headers.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# Hosts that links lead to without an exit notice: the Code of Practice asks for a direct link to report
# adverse events. Part of every certified page that links there.
EXIT_DIRECT_HOSTS = ["yellowcard.mhra.gov.uk"]

# A step holds at most some hundred fields; ten megabytes of text are refused with a clear page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The editor of a form posts some fifty inputs for every question.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Whether identifiers from the never-issued test range are the only ones taken (demo) or refused.
SYNTHETIC_PATIENTS_ONLY = False
# Dotted path of the object that says whether an organisation may register: none means refused.
REGISTRATION_GATE = "agreements.gate.AgreementGate"
# Whether patients may be registered with the nurse service alone only by who has an SLA with a provider.
NURSE_ONLY_NEEDS_SLA = env.flag("NURSE_ONLY_NEEDS_SLA", default=True)
# How long a certificate of a page or a document holds (Code of Practice: at most two years).
CERTIFICATE_MONTHS = env.number("CERTIFICATE_MONTHS", 24)
# Within how many working days each step of a page's workflow should be decided.
PAGE_REVIEW_DAYS = env.number("PAGE_REVIEW_DAYS", 5)
# Whether to ask other sites if the links to them still work: production does.
LINK_CHECKS = False
# How long an agreement may wait for its signatures.
AGREEMENT_SIGNING_DAYS = env.number("AGREEMENT_SIGNING_DAYS", 30)
DRAFT_LIFETIME = timedelta(days=env.number("DRAFT_LIFETIME_DAYS", 28))
# How long drug safety has to be told of a possible adverse event.
SAFETY_TASK_WORKING_DAYS = env.number("SAFETY_TASK_WORKING_DAYS", 1)
# Longer than the slowest send: every network step gives up after EMAIL_TIMEOUT.
DELIVERY_LEASE = timedelta(seconds=env.number("DELIVERY_LEASE_SECONDS", 300))
# Whom a partner writes to about a document, and who is told of deliveries in trouble.
DELIVERY_CONTACT_EMAIL = env.text("DELIVERY_CONTACT_EMAIL", "programme-office@programme.invalid")
# With base and cap as they are, tries go on for 78 hours on average: longer than a weekend.
DELIVERY_MAX_ATTEMPTS = env.number("DELIVERY_MAX_ATTEMPTS", 48)
DELIVERY_BACKOFF_BASE = timedelta(seconds=env.number("DELIVERY_BACKOFF_BASE_SECONDS", 30))
DELIVERY_BACKOFF_CAP = timedelta(seconds=env.number("DELIVERY_BACKOFF_CAP_SECONDS", 4 * 60 * 60))
DELIVERY_INBOX_DIR = VAR_DIR / "inboxes"

# The seal on finished agreements: a PKCS#12 (base64, or an absolute path) with a key on P-256.
SEAL_PKCS12 = env.text("SEAL_PKCS12", "")
SEAL_PKCS12_PASSPHRASE = env.text("SEAL_PKCS12_PASSPHRASE", "")
# Certificates of earlier seals, so that these still verify (PEM, or an absolute path).
SEAL_TRUSTED_CERTIFICATES = env.text("SEAL_TRUSTED_CERTIFICATES", "")
# An RFC 3161 service; its roots are named (PEM, or an absolute path), or its time stamps are worth nothing.
SEAL_TIMESTAMP_URL = env.text("SEAL_TIMESTAMP_URL", "")
SEAL_TIMESTAMP_USER = env.text("SEAL_TIMESTAMP_USER", "")
SEAL_TIMESTAMP_PASSWORD = env.text("SEAL_TIMESTAMP_PASSWORD", "")
SEAL_TIMESTAMP_CERTIFICATES = env.text("SEAL_TIMESTAMP_CERTIFICATES", "")

AWS_REGION = env.text("AWS_REGION", "eu-west-2")
AWS_ENDPOINT_URL = env.text("AWS_ENDPOINT_URL", "") or None
