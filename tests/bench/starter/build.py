"""Fill the starter's pages, make a reader, print their session; run in the starter's folder with its settings."""

import json
import re
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from home.models import Footer, HomePage
from wagtail.models import Site

HREF = re.compile(r'href="(/[^"#?]*)[^"]*"')


def build(text: dict[str, object], address: str) -> str:
    """Make a tree of the pages that the menus name, with the text at its address; return the reader's session."""
    home = HomePage.objects.get()
    pages = {"/": home}
    for href, title in sorted(text["menu"] + text["section"]):
        above, _, slug = href.rstrip("/").rpartition("/")
        if href not in pages and f"{above}/" in pages:
            child = HomePage(title=title, slug=slug, show_in_menus=True)
            pages[href] = pages[f"{above}/"].add_child(instance=child)

    def linked(html: str) -> str:
        """Return rich text as the editor stores it: links to pages by their number."""
        return HREF.sub(
            lambda found: f'linktype="page" id="{pages[found[1]].pk}"' if found[1] in pages else found[0],
            html,
        )

    page = HomePage.objects.get(pk=pages[address].pk)
    page.title, page.introduction = text["title"], linked(text["introduction"])
    page.search_description = text["description"]
    page.body = [(kind, linked(said) if kind == "text" else said) for kind, said in text["body"]]
    page.save_revision().publish()
    Footer.objects.create(site=Site.objects.get(), text=linked(text["footer"]))
    # Somebody without any role in the admin: the cheapest reader that there is.
    reader = get_user_model().objects.create_user("reader")
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    sys.stdout.write(build(json.loads(Path(sys.argv[1]).read_text()), sys.argv[2]))
