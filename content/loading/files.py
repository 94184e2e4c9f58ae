"""The folder of a programme: JSON that names its product, partners, form and demo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
DEFAULT_PROGRAMME = "kesimptaconnect"


class UnknownProgramme(LookupError):
    """No folder holds a programme of this name."""


@dataclass(frozen=True, slots=True)
class ProgrammeFolder:
    """Where the data of one programme lies."""

    path: Path

    def read(self, name: str) -> Any:
        """Return what `name`.json holds."""
        return json.loads((self.path / f"{name}.json").read_text(encoding="utf-8"))


def folder_of(name: str) -> ProgrammeFolder:
    """Return the folder of a programme; raise UnknownProgramme naming those there are."""
    known = sorted(path.parent.name for path in PROGRAMMES.glob("*/programme.json"))
    if name not in known:
        raise UnknownProgramme(f"There is no programme {name!r}. Known are: {', '.join(known)}.")
    return ProgrammeFolder(PROGRAMMES / name)
