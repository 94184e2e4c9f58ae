"""Which agreements the demo pretends are unsigned, as the programmes' own data says."""

from __future__ import annotations

import json
from pathlib import Path


def missing_agreements(programmes: Path) -> frozenset[tuple[str, str]]:
    """Return (organisation's ODS code, partner's code) of every demo's `missing_agreements`."""
    demos = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(programmes.glob("*/demo.json")))
    return frozenset(
        (one["organisation"], one["partner"]) for demo in demos for one in demo.get("missing_agreements", ())
    )
