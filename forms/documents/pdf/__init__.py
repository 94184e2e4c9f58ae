"""Content in, a tagged PDF/A-2b out. The only place that knows ReportLab."""

from forms.documents.pdf.archive import RENDERER
from forms.documents.pdf.rendering import RenderedPdf, render
from forms.documents.pdf.text import can_print

__all__ = ["RENDERER", "RenderedPdf", "can_print", "render"]
