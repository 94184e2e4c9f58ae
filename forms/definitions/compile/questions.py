"""A question needs words, options where it offers some, and settings that its type can follow."""

from __future__ import annotations

from collections import Counter

from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField
from forms.definitions.fields.files import NAME as FILES, most_files

# What a draft of it may hold at most, and a PDF carry.
MOST_FILES_OF_A_FORM = 40
# The least number of options that make a choice, by type.
FEWEST_OPTIONS = {"radios": 2, "select": 2, "checkboxes": 1}


def problems(source: Source) -> Problems:
    """Say what is wrong with each question by itself."""
    for field in source.fields():
        yield from _of_field(field)
    yield from _of_files(source)


def _of_field(field: SourceField) -> Problems:
    if field.type is None:
        yield field.problem(f"There is no type of question called “{field.spec.type}”.")
        return
    if not field.spec.label:
        yield field.problem("Write the question.", "label")
    found = list(_of_options(field))
    yield from found
    if not found:
        for message in field.type.setting_problems(field.spec):
            yield field.problem(message)


def _of_files(source: Source) -> Problems:
    left = MOST_FILES_OF_A_FORM
    for field in source.fields():
        if field.spec.type == FILES:
            left -= most_files(field.spec)
            if left < 0:
                yield field.problem(
                    f"All questions of a form take at most {MOST_FILES_OF_A_FORM} files together. Ask for fewer.",
                    "most_files",
                )
                return


def _of_options(field: SourceField) -> Problems:
    options = field.spec.options
    fewest = FEWEST_OPTIONS.get(field.spec.type, 0)
    if len(options) < fewest:
        at_least = "one option" if fewest == 1 else "two options"
        yield field.problem(f"Add at least {at_least}.", "options")
    counts = Counter(option.value for option in options)
    for index, option in enumerate(options):
        if not option.label:
            yield field.option_problem("Write the option.", index, "label")
        if not option.value:
            yield field.option_problem(
                "Save the draft first: the value is made from the label.", index, "value"
            )
        elif counts[option.value] > 1:
            yield field.option_problem(f"Another option has the value “{option.value}”.", index, "value")
        elif "," in option.value:
            yield field.option_problem("Leave commas out of the value.", index, "value")
