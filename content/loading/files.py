"""The folder of a programme: JSON that names its product, partners, form and demo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"


class UnknownProgramme(LookupError):
    """No folder holds a programme of this name."""


@dataclass(frozen=True, slots=True)
class ProgrammeFolder:
    """Where the data of one programme lies."""

    path: Path

    def read(self, name: str) -> Any:
        """Return what `name`.json holds."""
        return json.loads((self.path / f"{name}.json").read_text(encoding="utf-8"))

    def names_in(self, folder: str) -> list[str]:
        """Return the names under which `read` finds what lies in a folder of it, in order; none without it."""
        return sorted(f"{folder}/{path.stem}" for path in (self.path / folder).glob("*.json"))


def known_programmes() -> list[str]:
    """Return the names of all programmes' folders."""
    return sorted(path.parent.name for path in PROGRAMMES.glob("*/programme.json"))


def only_programme() -> str | None:
    """Return the name of the only programme there is, or None: with several, each command is told which."""
    known = known_programmes()
    return known[0] if len(known) == 1 else None


def folder_of(name: str) -> ProgrammeFolder:
    """Return the folder of a programme; raise UnknownProgramme naming those there are."""
    known = known_programmes()
    if name not in known:
        raise UnknownProgramme(f"There is no programme {name!r}. Known are: {', '.join(known)}.")
    return ProgrammeFolder(PROGRAMMES / name)
