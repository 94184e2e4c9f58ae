"""What is logged, and how: one line each on the console, an exception without its message."""

from __future__ import annotations

from config import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_format.WithoutExceptionMessages",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # It says on every start that it logs.
    "loggers": {"pikepdf": {"level": "WARNING"}},
}
