"""Production: every secret from the environment, PostgreSQL, TLS, and no demo data."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *

DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the site's host names.")
if env.flag("DEMO"):
    raise ImproperlyConfigured("Production never runs in demo mode: unset DEMO.")

SECRET_KEY = env.text("SECRET_KEY")
VAULT_KEYS = env.text("VAULT_KEYS")
VAULT_ACTIVE_KEY = env.text("VAULT_ACTIVE_KEY")
VAULT_INDEX_KEY = env.text("VAULT_INDEX_KEY")
SEAL_PKCS12 = env.text("SEAL_PKCS12")
DATABASES = {"default": env.postgres(env.text("DATABASE_URL"))}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")
WAGTAILADMIN_BASE_URL = env.text("BASE_URL")

REGISTRATION_GATE = env.text("REGISTRATION_GATE", REGISTRATION_GATE)

# Refuse to start with demo people, fictitious hospitals or development keys, and refuse every
# registration while a safety record is a placeholder.
REFUSE_PLACEHOLDERS = True
LINK_CHECKS = env.flag("LINK_CHECKS", default=True)

# Limits on signing in count in the cache, so all processes share it: Redis, else a table of the database
# (manage.py createcachetable).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
if redis_url := env.text("REDIS_URL", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
    STAMPS = env.text("STAMPS", "cache")

if bucket := env.text("DOCUMENTS_BUCKET", ""):
    STORAGES = {
        **STORAGES,
        "documents": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "region_name": AWS_REGION,
                "querystring_auth": True,
                "default_acl": None,
                "file_overwrite": True,
                "object_parameters": {
                    "ServerSideEncryption": "aws:kms",
                    "SSEKMSKeyId": env.text("DOCUMENTS_KMS_KEY"),
                },
            },
        },
    }
if bucket := env.text("LIBRARY_BUCKET", ""):
    # One bucket, a folder each, all private: only views of ours hand out what lies there.
    STORAGES = {
        **STORAGES,
        **{
            name: {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "bucket_name": bucket,
                    "location": name,
                    "region_name": AWS_REGION,
                    "querystring_auth": True,
                    "default_acl": None,
                    "file_overwrite": False,
                },
            }
            for name in ("library", "images", "renditions")
        },
    }
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
if env.flag("BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # How many proxies append to X-Forwarded-For: the address before theirs is whose sign-ins are limited.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)
