"""The virus scan of whatever somebody uploads: with a scanner set up, nothing is taken or given out without it."""

from scanning.clamd import ClamdScanner, Scanner, ScannerUnavailable, Verdict, scanner
from scanning.uploads import Infected, NotScanned, NotTaken, require_clean

__all__ = [
    "ClamdScanner",
    "Infected",
    "NotScanned",
    "NotTaken",
    "Scanner",
    "ScannerUnavailable",
    "Verdict",
    "require_clean",
    "scanner",
]
