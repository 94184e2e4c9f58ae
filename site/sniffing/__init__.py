"""What a file is, told by what it holds; and that file opened apart, within limits, and cleaned."""

from sniffing.checking import checked
from sniffing.kinds import EXCEL, JPEG, PDF, PNG, POWERPOINT, TIFF, WORD, Kind, sniffed
from sniffing.names import safe_name, shown_name
from sniffing.refusals import Unacceptable

__all__ = [
    "EXCEL",
    "JPEG",
    "PDF",
    "PNG",
    "POWERPOINT",
    "TIFF",
    "WORD",
    "Kind",
    "Unacceptable",
    "checked",
    "safe_name",
    "shown_name",
    "sniffed",
]
