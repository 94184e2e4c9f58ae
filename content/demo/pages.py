"""Read a page as a person would: its title, what it complains about, and its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_LIKE = {"text", "email", "password", "tel", "number", "search"}


@dataclass(slots=True)
class Control:
    """An input, textarea or list of a form, with the words beside it."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    id: str = ""
    label: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class HtmlForm:
    """A form of a page. `buttons` are (name, value, words)."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def named(self, name: str) -> list[Control]:
        """Return the controls of this name: several for radios and checkboxes."""
        return [control for control in self.controls if control.name == name]


@dataclass(slots=True)
class Page:
    """What came back for an address."""

    url: str
    status: int
    title: str = ""
    complaints: str = ""
    forms: list[HtmlForm] = field(default_factory=list)

    def form_with(self, *, control: str = "", button: str = "") -> HtmlForm | None:
        """Return the form with a control of this name, or a button of these words."""
        for form in self.forms:
            if control and form.named(control):
                return form
            if button and any(button in words for _, _, words in form.buttons):
                return form
        return None


def read_page(url: str, status: int, html: str) -> Page:
    """Read a page's forms; what is no form is left out, but for the title and the error summary."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for form in reader.forms:
        for control in form.controls:
            control.label = " ".join(reader.labels.get(control.id, "").split())
    return Page(
        url=url,
        status=status,
        title=" ".join(reader.title.split()),
        complaints=" ".join(reader.complaints.split()),
        forms=reader.forms,
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.labels: dict[str, str] = {}
        self.title = ""
        self.complaints = ""
        self._form: HtmlForm | None = None
        self._list: Control | None = None
        self._option: str | None = None
        self._text = ""
        self._label = ""
        self._button: tuple[str, str] | None = None
        self._alert_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._alert_depth and tag not in {"br", "input", "img"}:
            self._alert_depth += 1
        elif values.get("role") == "alert":
            self._alert_depth = 1
        if tag in {"title", "label", "button", "option", "textarea"}:
            self._text = ""
        if tag == "form":
            self._form = HtmlForm(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "label":
            self._label = values.get("for", "")
        elif tag == "button":
            self._button = (values.get("name", ""), values.get("value", ""))
        elif tag == "option":
            self._option = values.get("value", "")
            if self._list is not None and "selected" in values:
                self._list.value = self._option
        elif self._form is not None:
            self._control(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if self._alert_depth:
            self._alert_depth -= 1
        if tag == "title":
            self.title = self.title or self._text
        elif tag == "label" and self._label:
            self.labels[self._label] = self._text
            self._label = ""
        elif tag == "option" and self._list is not None and self._option is not None:
            self._list.options.append((self._option, " ".join(self._text.split())))
            self._option = None
        elif tag == "select":
            self._list = None
        elif tag == "textarea" and self._form is not None:
            self._form.controls[-1].value = self._text.removeprefix("\n")
        elif tag == "button" and self._button is not None and self._form is not None:
            self._form.buttons.append((*self._button, " ".join(self._text.split())))
            self._button = None
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        self._text += data
        if self._alert_depth:
            self.complaints += f" {data}"

    def _control(self, tag: str, values: dict[str, str]) -> None:
        if self._form is None or tag not in {"input", "select", "textarea"} or "name" not in values:
            return
        control = Control(
            name=values["name"],
            kind=values.get("type", "text") if tag == "input" else tag,
            value=values.get("value", "on" if values.get("type") == "checkbox" else ""),
            checked="checked" in values,
            id=values.get("id", ""),
        )
        self._form.controls.append(control)
        if tag == "select":
            self._list = control


def pairs_as_shown(form: HtmlForm) -> Iterator[tuple[str, str]]:
    """Yield what a browser would post of a form that nobody touched."""
    for control in form.controls:
        if control.kind in {"radio", "checkbox"} and not control.checked:
            continue
        if control.kind not in {"submit", "button", "image", "file"}:
            yield control.name, control.value
