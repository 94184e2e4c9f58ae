"""The least that Python can do in a web server: give bytes and headers that were recorded before."""

import json
import os
from pathlib import Path

_RECORDED = json.loads(Path(os.environ["BARE_ANSWER"]).read_text())
STATUS = _RECORDED["status"]
HEADERS = [(name, value) for name, value in _RECORDED["headers"]]
BODY = _RECORDED["body"].encode("latin-1")


def application(environ, start_response):
    start_response(STATUS, HEADERS)
    return [BODY]
