"""Upload files of random content as a page does, through the services that look at them, scan and keep them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms.definitions.context import FormContext
from forms.definitions.fields.files import CHOSEN, NAME, USUAL_TYPES, most_files
from forms.definitions.spec import FieldSpec, StepSpec
from forms.uploads.holding import Holder
from forms.uploads.offering import offered_files
from forms.uploads.receiving import WHOLE, Received, receive
from programme.models import Programme
from tests.library_files import a_pdf, a_picture, a_word_document

NAMES = ("letter.pdf", "scan", "../../x.exe", "Ångström ☃.png", "a.tar.gz")
BY = "visitor"


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(("relapse", "MRI", "of", "March", "ward", "7"), k=chance.randint(1, 8)))


def _size(chance: random.Random) -> tuple[int, int]:
    return chance.randint(1, 60), chance.randint(1, 60)


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "pdf": lambda chance: a_pdf(*(_words(chance) for _ in range(chance.randint(1, 3)))),
    "jpeg": lambda chance: a_picture("JPEG", _size(chance)),
    "png": lambda chance: a_picture("PNG", _size(chance)),
    "tiff": lambda chance: a_picture("TIFF", _size(chance)),
    "word": lambda chance: a_word_document(_words(chance)),
}


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files of one draft of a visitor, chosen at random; now and then one that no question takes."""

    holder: Holder
    chance: random.Random
    now: datetime

    def take_in(self, step: StepSpec, data: QueryDict) -> Received:
        """Return a posted page once files were chosen on it and taken in."""
        posted, files = data.copy(), MultiValueDict[str, SimpleUploadedFile]()
        for field in step.fields:
            if field.type == NAME and (field.required or self.chance.random() < 0.7):
                number = self.chance.randint(1, most_files(field))
                files.setlist(f"{field.key}_{CHOSEN}", [self._a_file(field) for _ in range(number)])
        posted[WHOLE] = "1"
        return receive(step.fields, data=posted, files=files, holder=self.holder, by=BY, now=self.now)

    def known_to(self, context: FormContext, *steps: StepSpec) -> FormContext:
        """Return the surroundings with the files that were taken in for the questions of these steps."""
        fields = [field for step in steps for field in step.fields]
        return replace(context, files=offered_files(self.holder.draft_id, fields))

    def _a_file(self, field: FieldSpec) -> SimpleUploadedFile:
        made = MAKERS[self.chance.choice(field.settings.get("types", USUAL_TYPES))](self.chance)
        data = b"MZ" + self.chance.randbytes(50) if self.chance.random() < 0.1 else made
        return SimpleUploadedFile(self.chance.choice(NAMES), data, "application/octet-stream")


def uploads_of_a_new_draft(programme: Programme, chance: random.Random, *, now: datetime) -> Uploads:
    """Return the files of a draft that nobody has begun to fill in."""
    return Uploads(Holder(uuid.uuid4(), programme.pk, None, None, now + timedelta(days=1)), chance, now)
