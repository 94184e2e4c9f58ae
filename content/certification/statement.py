"""What a signatory certifies, word for word. A changed sentence gets a new version."""

from __future__ import annotations

from programme.models import Programme

VERSION = "certificate-1"


def statement_of(programme: Programme) -> str:
    """Return the statement that is shown, signed and kept (Code of Practice 2024, 8.1 to 8.3)."""
    return (
        "I certify that I have examined the final form of this material in every rendering shown, and that "
        "in my belief it is in accordance with the requirements of the relevant regulations and codes of "
        f"practice, is not misleading, and is a fair and truthful presentation of the facts. I certify it for "
        f"{programme.sponsor}. I neither wrote it nor asked for this certificate."
    )
