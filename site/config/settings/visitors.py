"""Forms that are open to anyone: how long a visitor's draft lives, and what counts as a program's doing."""

from __future__ import annotations

from datetime import timedelta

from config import env

# As long as the signed cookie by which the browser is known; each page renews both.
VISITOR_DRAFT_LIFETIME = timedelta(days=1)
# Nobody reads a page, fills it in and goes on in less.
VISITOR_LEAST_TIME_PER_STEP = timedelta(seconds=env.number("VISITOR_LEAST_SECONDS_PER_STEP", 2))
# Within an hour. Behind one address there may be a whole hospital.
VISITOR_LIMITS = {
    "begin": {
        "address": env.number("VISITOR_BEGINS_OF_AN_ADDRESS", 60),
        "form": env.number("VISITOR_BEGINS_OF_A_FORM", 600),
    },
    "send": {
        "address": env.number("VISITOR_SENDS_OF_AN_ADDRESS", 20),
        "form": env.number("VISITOR_SENDS_OF_A_FORM", 200),
    },
}
