"""How long a delivery is tried, how often, and who hears of trouble."""

from __future__ import annotations

from datetime import timedelta

from config import env

# Longer than the slowest send: every network step gives up after EMAIL_TIMEOUT.
DELIVERY_LEASE = timedelta(seconds=env.number("DELIVERY_LEASE_SECONDS", 300))
# Whom a partner writes to about a document, and who is told of deliveries in trouble.
DELIVERY_CONTACT_EMAIL = env.text("DELIVERY_CONTACT_EMAIL", "programme-office@programme.invalid")
# With base and cap as they are, tries go on for 78 hours on average: longer than a weekend.
DELIVERY_MAX_ATTEMPTS = env.number("DELIVERY_MAX_ATTEMPTS", 48)
DELIVERY_BACKOFF_BASE = timedelta(seconds=env.number("DELIVERY_BACKOFF_BASE_SECONDS", 30))
DELIVERY_BACKOFF_CAP = timedelta(seconds=env.number("DELIVERY_BACKOFF_CAP_SECONDS", 4 * 60 * 60))
# The largest message that the mail of partners takes, in bytes as it travels.
MAIL_MOST_BYTES = env.number("MAIL_MOST_BYTES", 25_000_000)
