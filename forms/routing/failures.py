"""Log what nobody expected, without what it says: an exception's own text may quote an answer."""

from __future__ import annotations

import logging
import traceback


def log_failure(logger: logging.Logger, what: str, error: Exception) -> None:
    """Log the kind of an error and where it happened, under the name of what failed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", what, type(error).__name__, where)
