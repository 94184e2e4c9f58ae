"""Files that a person uploads: the answer lists them, their bytes lie in the app forms.uploads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from forms.definitions.context import FileState, FormContext, OfferedFile
from forms.definitions.fields.base import AnsweredFile, Compared, FieldType
from forms.definitions.spec import FieldSpec, Json
from sniffing import JPEG, PDF, PNG, TIFF, WORD, Kind

NAME = "files"
# What editors may allow, by the name that a definition keeps.
FILE_TYPES: dict[str, Kind] = {"pdf": PDF, "jpeg": JPEG, "png": PNG, "tiff": TIFF, "word": WORD}
USUAL_TYPES = ("pdf", "jpeg", "png")
MEGABYTE = 1024 * 1024
MOST_MEGABYTES, USUAL_MEGABYTES = 15, 10
MOST_FILES, USUAL_FILES = 20, 5
# The name of the buttons of a question: upload now, or take one file away (its value is the file's id).
UPLOAD, REMOVE, CHOSEN = "upload", "remove", "file"
# The code of errors about files that are there.
WRONG = "file"
_KEYS = {"id": str, "name": str, "type": str, "sha256": str, "size": int}
_KINDS = {kind.media_type: kind for kind in FILE_TYPES.values()}
_STATES = {
    FileState.WAITING: ("wait", "Being checked for viruses"),
    FileState.INFECTED: ("bad", "Virus found, destroyed"),
}


class WrongFiles(ValidationError):
    """Something is wrong with some files of an answer; those in `kept` stay in it until a person decides."""

    def __init__(self, messages: Iterable[str], *, kept: list[OfferedFile]) -> None:
        super().__init__([ValidationError(message, code=WRONG) for message in messages])
        self.kept = kept


class FilesWidget(forms.Widget):
    """Reads the ids of the files that the page listed; new files are taken in before the form is built."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return list(found) if isinstance(found, list | tuple) else []


class FilesField(forms.Field):
    """Cleans ids to the uploaded files that are on offer for this question."""

    widget = FilesWidget

    def __init__(self, field: FieldSpec, context: FormContext) -> None:
        super().__init__(label=field.label, required=field.required)
        self.most = most_files(field)
        self.offered = {one.id: one for one in context.files if one.field == field.key}

    def clean(self, value: Any) -> list[OfferedFile]:
        ids = dict.fromkeys(one for one in value if isinstance(one, str))
        found = [self.offered[one] for one in ids if one in self.offered]
        if not ids and self.required:
            raise ValidationError(f"Choose a file for “{self.label}”", code="required")
        if wrong := list(self._wrong(ids, found)):
            raise WrongFiles(wrong, kept=found[: self.most])
        return found

    def _wrong(self, ids: Collection[str], found: list[OfferedFile]) -> Iterator[str]:
        for one in found:
            if one.state == FileState.INFECTED:
                yield f"“{one.name}” held a virus and was destroyed. Remove it from the list and choose a clean file"
        if len(found) < len(ids):
            yield f"A file of “{self.label}” is no longer here. Choose it again"
        if len(found) > self.most:
            yield f"“{self.label}” takes {counted(self.most)}. Remove {len(found) - self.most}"


class Files(FieldType):
    """Uploaded files. Settings: types (names in FILE_TYPES), most_megabytes (of each file), most_files."""

    name = NAME
    label = "Files (upload)"
    template = "files"
    compared = Compared.PRESENCE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return FilesField(field, context)

    def to_stored(self, field: FieldSpec, cleaned: Any) -> Json:
        return [
            {
                "id": one.id,
                "name": one.name,
                "type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in cleaned
        ] or None

    def shaped(self, stored: Json) -> bool:
        return (
            isinstance(stored, list)
            and 0 < len(stored) <= MOST_FILES
            and all(isinstance(one, dict) and _is_entry(one) for one in stored)
        )

    def posted(self, field: FieldSpec, stored: Json) -> dict[str, Any]:
        return {field.key: self._initial(stored)} if self.fits(field, stored) else {}

    def input_names(self, field: FieldSpec) -> tuple[str, ...]:
        return (field.key, *(f"{field.key}_{part}" for part in (CHOSEN, UPLOAD, REMOVE)))

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        types = field.settings.get("types", USUAL_TYPES)
        if not isinstance(types, list | tuple) or not types or not all(one in FILE_TYPES for one in types):
            yield "Choose at least one type of file."
        if not _within(field.settings.get("most_megabytes", USUAL_MEGABYTES), MOST_MEGABYTES):
            yield f"Set the biggest size of a file to a whole number of megabytes from 1 to {MOST_MEGABYTES}."
        if not _within(field.settings.get("most_files", USUAL_FILES), MOST_FILES):
            yield f"Set the number of files to a whole number from 1 to {MOST_FILES}."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        offered = asked.offered if isinstance(asked, FilesField) else {}
        ids = dict.fromkeys(one for one in value if isinstance(one, str)) if isinstance(value, list) else {}
        listed = [_shown(offered[one]) for one in ids if one in offered]
        kinds = allowed_kinds(field)
        return {
            "files": listed,
            "may_add": len(listed) < most_files(field),
            "several": most_files(field) > 1,
            "accept": ",".join(f".{extension}" for kind in kinds for extension in kind.extensions),
            "limits": limits_in_words(field),
            "chosen_name": f"{field.key}_{CHOSEN}",
            "upload_name": f"{field.key}_{UPLOAD}",
            "remove_name": f"{field.key}_{REMOVE}",
        }

    def files(self, field: FieldSpec, stored: Json) -> tuple[AnsweredFile, ...]:
        if not self.fits(field, stored):
            return ()
        return tuple(
            AnsweredFile(one["id"], one["name"], one["type"], one["size"], one["sha256"]) for one in stored
        )

    def _initial(self, stored: Json) -> Any:
        return [one["id"] for one in stored]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (str(len(stored)),)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return tuple(f"{one['name']} ({kind_and_size(one['type'], one['size'])})" for one in stored)


def allowed_kinds(field: FieldSpec) -> tuple[Kind, ...]:
    """Return the kinds of file that a question takes."""
    types = field.settings.get("types", USUAL_TYPES)
    return tuple(FILE_TYPES[one] for one in types if one in FILE_TYPES)


def most_bytes(field: FieldSpec) -> int:
    """Return the size in bytes that no file of a question may exceed."""
    megabytes = field.settings.get("most_megabytes", USUAL_MEGABYTES)
    return (megabytes if _within(megabytes, MOST_MEGABYTES) else USUAL_MEGABYTES) * MEGABYTE


def most_files(field: FieldSpec) -> int:
    """Return how many files an answer may have."""
    number = field.settings.get("most_files", USUAL_FILES)
    return number if _within(number, MOST_FILES) else USUAL_FILES


def limits_in_words(field: FieldSpec) -> str:
    """Say which files a question takes, how many and how large."""
    labels = [kind.label for kind in allowed_kinds(field)]
    types = " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    size = f"{most_bytes(field) // MEGABYTE} MB"
    most = most_files(field)
    return (
        f"One {types}, up to {size}." if most == 1 else f"Up to {most} files, each a {types} of up to {size}."
    )


def kind_and_size(media_type: str, size: int) -> str:
    """Return what people read about a file beside its name."""
    kind = _KINDS.get(media_type)
    return f"{kind.label if kind else 'File'}, {filesizeformat(size)}"


def counted(number: int) -> str:
    """Return a number of files in words."""
    return f"{number} file{'s' * (number != 1)}"


def _shown(one: OfferedFile) -> dict[str, Any]:
    tag, state = _STATES.get(one.state, ("", ""))
    return {
        "id": one.id,
        "name": one.name,
        "about": kind_and_size(one.media_type, one.size),
        "tag": tag,
        "state": state,
    }


def _is_entry(one: Mapping[str, Any]) -> bool:
    return _is_id(one.get("id")) and all(
        isinstance(one.get(key), type_) and bool(one[key]) for key, type_ in _KEYS.items()
    )


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _within(number: Any, most: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most
