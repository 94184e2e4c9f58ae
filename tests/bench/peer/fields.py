"""The peer's 40 questions and answers to them."""

# The registration's own mix of questions, as far as Wagtail's form builder has the type.
KINDS = (
    ["singleline"] * 17
    + ["email"] * 3
    + ["multiline"] * 4
    + ["date"] * 4
    + ["radio"] * 7
    + ["checkboxes"] * 2
    + ["dropdown"] * 2
    + ["checkbox"] * 1
)
ANSWERS = {
    "singleline": "An answer of some words",
    "email": "robin@harbour.invalid",
    "multiline": "Two sentences of text. They say nothing about anybody.",
    "date": "2027-01-04",
    "radio": "Yes",
    "checkboxes": "One",
    "dropdown": "Two",
    "checkbox": "on",
}


def form_data() -> dict[str, str]:
    """Return the answers that the peer's form takes."""
    return {f"question_{number}": ANSWERS[kind] for number, kind in enumerate(KINDS)}
