"""How the body of a page with files is taken in: kept in memory, so that no file lies unsealed on the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest


class InMemory(MemoryFileUploadHandler):
    """Keep every file in memory; how long a body may be was decided before (config.body_limits)."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def keep_in_memory(request: HttpRequest) -> None:
    """Let nothing of what is posted touch the disk; to be called before the body is read."""
    request.upload_handlers = [InMemory(request)]
