"""What every page must declare and show, and what keeps it from going live."""

from content.compliance.pages import CompliantPage

__all__ = ["CompliantPage"]
