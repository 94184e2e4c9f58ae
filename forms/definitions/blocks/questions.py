"""One block for every type of question: what all share, then what only that type knows."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.blocks.checks import checks_block
from forms.definitions.blocks.choices import role_choices
from forms.definitions.blocks.derived import ComputedDateBlock, ConstantBlock
from forms.definitions.blocks.disclosures import DisclosureBlock, DisclosuresBlock
from forms.definitions.blocks.files import file_types, files_limit
from forms.definitions.blocks.folding import FoldedBlock
from forms.definitions.blocks.keys import key_block
from forms.definitions.blocks.rows import FEWEST, FIRST, MOST, columns_block, rows_limit
from forms.definitions.blocks.rules import RuleBlock
from forms.definitions.fields import field_type
from forms.definitions.fields.files import MOST_FILES, MOST_MEGABYTES, USUAL_FILES, USUAL_MEGABYTES
from forms.definitions.fields.identifiers import LABELS as HEALTH_NUMBERS
from forms.definitions.fields.numbers import MOST_DECIMALS
from forms.definitions.fields.text import AUTOCOMPLETE_TOKENS

TEXT, CHOICE, CARE, CONFIRM = "Text", "Dates and choices", "Care", "Confirm and inform"
WORKED_OUT = "Worked out, not asked"
DATE_HELP = "For example 2027-01-31, today or today+365."


def _label(name: str) -> str:
    return field_type(name).label


class OptionBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=240)
    value = blocks.CharBlock(
        required=False,
        max_length=60,
        help_text="What is stored. Made from the label at the first save; never change it once published.",
    )
    help = blocks.CharBlock(required=False, max_length=240)
    partner_role = blocks.ChoiceBlock(
        choices=role_choices,
        required=False,
        label="Only while on offer",
        help_text="Offer this choice only while a partner of this kind takes registrations from the organisation.",
    )

    class Meta:
        icon = "list-ul"
        label_format = "{label}"


class InformationBlock(FoldedBlock):
    label = blocks.CharBlock(label="Heading", max_length=240)
    text = blocks.TextBlock(help_text="Shown to whoever fills in the form. Goes into no document.")
    key = key_block()
    show_when = RuleBlock()

    class Meta:
        label_format = "{label}"


class QuestionBlock(FoldedBlock):
    """What every question has that people answer."""

    label = blocks.CharBlock(label="Question", max_length=240)
    help = blocks.TextBlock(required=False, label="Help", help_text="Shown below the question.")
    required = blocks.BooleanBlock(required=False, default=True, label="Must be answered")
    key = key_block()
    show_when = RuleBlock(label="Asked when")
    disclosures = DisclosuresBlock(DisclosureBlock(), label="Who receives the answer")

    class Meta:
        label_format = "{label}"


class ChoiceQuestionBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), default=[])


class ListQuestionBlock(ChoiceQuestionBlock):
    option_lines = blocks.TextBlock(
        required=False,
        label="Many options",
        help_text="One option on each line, after those above. The first save puts before each what is stored, "
        "as in “leeds = Leeds”; never change that once published.",
    )


class CheckedQuestionBlock(QuestionBlock):
    checks = checks_block()


class LineQuestionBlock(CheckedQuestionBlock):
    """One line of text, which the browser may fill in where it is about whoever fills in the form."""

    autocomplete = blocks.ChoiceBlock(
        choices=[(purpose, purpose) for purpose in AUTOCOMPLETE_TOKENS if purpose != "off"],
        required=False,
        label="Browser fills in",
        help_text="Only for answers about whoever fills in the form, never about a patient.",
    )


class ShortTextBlock(LineQuestionBlock):
    max_length = blocks.IntegerBlock(required=False, min_value=1, label="Longest answer")
    free_text = blocks.BooleanBlock(
        required=False,
        label="Invites prose",
        help_text="Brings the adverse-event notice and its yes or no question.",
    )


class LongTextBlock(CheckedQuestionBlock):
    max_length = blocks.IntegerBlock(required=False, min_value=1, label="Longest answer")


class DateBlock(CheckedQuestionBlock):
    earliest = blocks.CharBlock(required=False, max_length=20, help_text=DATE_HELP)
    latest = blocks.CharBlock(required=False, max_length=20, help_text=DATE_HELP)


class DateOfBirthBlock(CheckedQuestionBlock):
    minimum_age = blocks.IntegerBlock(required=False, min_value=0, help_text="Empty: 18 years.")


class TimeBlock(CheckedQuestionBlock):
    earliest = blocks.CharBlock(required=False, max_length=5, help_text="For example 08:00.")
    latest = blocks.CharBlock(required=False, max_length=5, help_text="For example 17:30.")


class NumberBlock(CheckedQuestionBlock):
    unit = blocks.CharBlock(
        required=False, max_length=20, help_text="Stands behind the number, for example kg."
    )
    decimals = blocks.IntegerBlock(
        required=False,
        min_value=0,
        max_value=MOST_DECIMALS,
        label="Decimal places",
        help_text="Empty: whole numbers only.",
    )
    smallest = blocks.CharBlock(required=False, max_length=20, help_text="For example 0.5. Empty: no limit.")
    largest = blocks.CharBlock(required=False, max_length=20, help_text="For example 300. Empty: no limit.")


class FilesBlock(QuestionBlock):
    types = file_types()
    most_megabytes = files_limit("Biggest size of a file, in MB", USUAL_MEGABYTES, MOST_MEGABYTES)
    most_files = files_limit("Most files", USUAL_FILES, MOST_FILES)


class RowsBlock(QuestionBlock):
    columns = columns_block()
    row_name = blocks.CharBlock(
        required=False, max_length=40, label="A row is called", help_text="For example Medicine. Empty: Row."
    )
    min_rows = rows_limit(*FEWEST)
    max_rows = rows_limit(*MOST)
    first_rows = rows_limit(*FIRST)


class HealthNumberBlock(QuestionBlock):
    kinds = blocks.MultipleChoiceBlock(
        choices=list(HEALTH_NUMBERS.items()), required=False, help_text="None chosen: all are offered."
    )


class PartnerBlock(QuestionBlock):
    role = blocks.ChoiceBlock(choices=role_choices, label="Kind of partner")


class PermissionBlock(QuestionBlock):
    recipient = blocks.CharBlock(required=False, max_length=160, help_text="Whom the patient allows.")
    statement = blocks.TextBlock(
        required=False, help_text="What the patient agrees to. Empty: the usual words."
    )


class DeclarationBlock(QuestionBlock):
    statement = blocks.TextBlock(help_text="What is declared.")


class QuestionsBlock(blocks.StreamBlock):
    """The questions of one step; a block's name is the name of its field type."""

    short_text = ShortTextBlock(icon="title", group=TEXT, label=_label("short_text"))
    long_text = LongTextBlock(icon="pilcrow", group=TEXT, label=_label("long_text"))
    email = LineQuestionBlock(icon="mail", group=TEXT, label=_label("email"))
    phone = LineQuestionBlock(icon="mobile-alt", group=TEXT, label=_label("phone"))
    postcode = LineQuestionBlock(icon="home", group=TEXT, label=_label("postcode"))
    address = QuestionBlock(icon="home", group=TEXT, label=_label("address"))
    date = DateBlock(icon="date", group=CHOICE, label=_label("date"))
    time = TimeBlock(icon="history", group=CHOICE, label=_label("time"))
    number = NumberBlock(icon="decimal", group=CHOICE, label=_label("number"))
    yes_no = QuestionBlock(icon="help", group=CHOICE, label=_label("yes_no"))
    radios = ChoiceQuestionBlock(icon="radio-full", group=CHOICE, label=_label("radios"))
    select = ListQuestionBlock(icon="list-ul", group=CHOICE, label=_label("select"))
    checkboxes = ChoiceQuestionBlock(icon="check", group=CHOICE, label=_label("checkboxes"))
    rows = RowsBlock(icon="table", group=CHOICE, label=_label("rows"))
    files = FilesBlock(icon="upload", group=CHOICE, label=_label("files"))
    date_of_birth = DateOfBirthBlock(icon="date", group=CARE, label=_label("date_of_birth"))
    health_number = HealthNumberBlock(icon="user", group=CARE, label=_label("health_number"))
    organisation = QuestionBlock(icon="site", group=CARE, label=_label("organisation"))
    site = QuestionBlock(icon="site", group=CARE, label=_label("site"))
    partner = PartnerBlock(icon="group", group=CARE, label=_label("partner"))
    permission = PermissionBlock(icon="check", group=CONFIRM, label=_label("permission"))
    declaration = DeclarationBlock(icon="check", group=CONFIRM, label=_label("declaration"))
    signature = QuestionBlock(icon="edit", group=CONFIRM, label=_label("signature"))
    computed_date = ComputedDateBlock(icon="date", group=WORKED_OUT, label=_label("computed_date"))
    constant = ConstantBlock(icon="lock", group=WORKED_OUT, label=_label("constant"))
    information = InformationBlock(icon="info-circle", group=CONFIRM, label=_label("information"))

    class Meta:
        required = False
        collapsed = True
