"""The demo: fictitious hospitals and people, second-factor codes on request, everything on this machine."""

from config.settings.dev import *

DEBUG = env.flag("DEMO_DEBUG")
DEMO = True
DEMO_ACCOUNTS = True
SYNTHETIC_PATIENTS_ONLY = True
ACCOUNT_RATE_LIMITS = False
DELIVERY_BACKOFF_BASE = timedelta(seconds=env.number("DELIVERY_BACKOFF_BASE_SECONDS", 2))
# Static files straight from the source folders: no collecting before the demo starts.
WHITENOISE_USE_FINDERS = True
