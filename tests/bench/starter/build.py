"""Fill the starter's home page, make a reader, print their session; run in the starter's folder with its settings."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from home.models import HomePage


def build(text: dict[str, object]) -> str:
    page = HomePage.objects.get()
    page.title, page.introduction = text["title"], text["introduction"]
    page.search_description = text["description"]
    page.body = [tuple(block) for block in text["body"]]
    page.save_revision().publish()
    # Somebody without any role in the admin: the cheapest reader that there is.
    reader = get_user_model().objects.create_user("reader")
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    sys.stdout.write(build(json.loads(Path(sys.argv[1]).read_text())))
