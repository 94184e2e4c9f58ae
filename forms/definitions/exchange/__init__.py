"""A form's definition as a file that people can read, compare and carry to another installation."""

from forms.definitions.exchange.exporting import export_form, file_name, file_of
from forms.definitions.exchange.importing import Imported, import_definition
from forms.definitions.exchange.problems import FileProblem, ImportRefused

__all__ = [
    "FileProblem",
    "ImportRefused",
    "Imported",
    "export_form",
    "file_name",
    "file_of",
    "import_definition",
]
