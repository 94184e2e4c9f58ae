"""Lighthouse, pinned with everything below it: installed on the first run, into a cache outside the project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import chromium

LOCKED = Path(__file__).parent / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
SECONDS = 300
# On a busy machine it now and then loses sight of the page that it opens.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one run, 0 to 100 by category, and what cost points: (category, audit, what it is)."""

    scores: dict[str, int]
    found: tuple[tuple[str, str, str], ...]


def installed() -> Path:
    """Return the command; install it where it is missing. Raise RuntimeError without Node."""
    if shutil.which("npm") is None:
        raise RuntimeError("Node is missing: apt-get install nodejs npm")
    version = json.loads((LOCKED / "package.json").read_text())["dependencies"]["lighthouse"]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "programme-bench" / f"lighthouse-{version}"
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(LOCKED / name, folder / name)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return command


def audited(command: Path, url: str, *, cookies: str, folder: Path) -> Report:
    """Open a page in a Chromium of its own with these cookies, as on a phone, and return what it scores."""
    headers, answer = folder / "headers.json", folder / "answer.json"
    headers.write_text(json.dumps({"Cookie": cookies}))
    flags = " ".join(("--headless=new", *chromium.FLAGS))
    said = ""
    for _ in range(TRIES):
        done = subprocess.run(
            [
                command, url, "--quiet", "--output", "json", "--output-path", answer, f"--chrome-flags={flags}",
                "--extra-headers", headers, f"--only-categories={','.join(CATEGORIES)}",
            ],
            env={**os.environ, "CHROME_PATH": chromium.path()},
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        if not done.returncode:
            return _report(json.loads(answer.read_text()))
        said = done.stderr[-2000:]
    raise RuntimeError(f"Lighthouse failed on {url}:\n{said}")


def _report(said: dict[str, Any]) -> Report:
    scores, found = {}, []
    for category in CATEGORIES:
        one = said["categories"][category]
        scores[category] = round((one["score"] or 0) * 100)
        for reference in one["auditRefs"]:
            audit = said["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                found.append((category, audit["id"], audit.get("displayValue") or audit["title"]))
    return Report(scores, tuple(found))
