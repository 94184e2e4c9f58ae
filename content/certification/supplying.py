"""Supply what lower floors ask of this one at start-up."""

from __future__ import annotations

from labelling import effects


def supply() -> None:
    """Let changes of locked records wait for the certificates of the pages that they touch."""
    from content.certification.effects import CertifiedPages

    effects.register(CertifiedPages())
