"""Forms: what may be posted and uploaded, how long drafts live, what the desk gives out."""

from __future__ import annotations

from datetime import timedelta

from config import env

# What the files of one draft may have together, in bytes: they become part of the PDF of who receives them.
UPLOADS_MOST_BYTES = env.number("UPLOADS_MOST_BYTES", 30 * 1024 * 1024)
# The editor of a form posts some fifty inputs for every question.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DRAFT_LIFETIME = timedelta(days=env.number("DRAFT_LIFETIME_DAYS", 28))
# The desk: up to how many submissions an export is given at once, and how many hours a prepared one is kept.
DESK_EXPORT_AT_ONCE = env.number("DESK_EXPORT_AT_ONCE", 2_000)
DESK_EXPORT_HOURS = env.number("DESK_EXPORT_HOURS", 24)
# How long drug safety has to be told of a possible adverse event.
SAFETY_TASK_WORKING_DAYS = env.number("SAFETY_TASK_WORKING_DAYS", 1)
