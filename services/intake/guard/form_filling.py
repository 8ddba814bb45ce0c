"""Fills in a form as a browser would post it, from the page itself.

Nothing is known of the page but the names of what must be said: so the form may be rearranged, and
the test case still goes the way that a person goes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NOT_SENT = frozenset({"file", "submit", "button", "image", "reset"})
_QUIET = frozenset({"button-quiet", "button-text"})


@dataclass(frozen=True)
class FilledForm:
    """What pressing the form's main button sends."""

    url: str
    fields: tuple[tuple[str, str], ...]
    multipart: bool


def filled_form(html: str, url: str, wanted: Mapping[str, str]) -> FilledForm | None:
    """The form of the page that asks for most of what is wanted; None where none asks for any.

    Fields that are not wanted are sent as they stand.
    """
    forms = [
        form
        for form in LexborHTMLParser(html).css("form")
        if _attribute(form, "method").lower() == "post"
    ]
    form = max(forms, key=lambda each: len(_names(each) & set(wanted)), default=None)
    if form is None or not _names(form) & set(wanted):
        return None
    fields = list(_fields(form, wanted))
    action = _attribute(form, "action")
    if button := _main_button(form):
        action = _attribute(button, "formaction") or action
        if name := _attribute(button, "name"):
            fields.append((name, _attribute(button, "value")))
    multipart = _attribute(form, "enctype").lower() == "multipart/form-data"
    return FilledForm(urljoin(url, action), tuple(fields), multipart)


def holds(html: str, name: str, value: str) -> bool:
    """Whether a form of the page has the field filled in with the value."""
    forms = LexborHTMLParser(html).css("form")
    return any((name, value) in _fields(form, {}) for form in forms)


def links_of(html: str, url: str) -> Iterator[str]:
    """Whole addresses of everything that the page links to."""
    for link in LexborHTMLParser(html).css("a[href], area[href]"):
        yield urljoin(url, _attribute(link, "href"))


def _names(form: LexborNode) -> set[str]:
    return {_attribute(control, "name") for control in form.css("input, textarea, select")}


def _fields(form: LexborNode, wanted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for control in form.css("input, textarea, select"):
        name = _attribute(control, "name")
        if not name or "disabled" in control.attributes:
            continue
        value = _value(form, control, wanted.get(name))
        if value is not None:
            yield name, value


def _value(form: LexborNode, control: LexborNode, wanted: str | None) -> str | None:
    """What the control sends; None for nothing."""
    if control.tag == "textarea":
        return control.text() if wanted is None else wanted
    if control.tag == "select":
        return _selected(control, wanted)
    kind, value = _attribute(control, "type").lower(), _attribute(control, "value")
    if kind in _NOT_SENT:
        return None
    if kind == "radio":
        return value if _is_chosen(form, control, wanted) else None
    if kind == "checkbox":
        return (value or "on") if "checked" in control.attributes else None
    return value if kind == "hidden" or wanted is None else wanted


def _is_chosen(form: LexborNode, radio: LexborNode, wanted: str | None) -> bool:
    name = _attribute(radio, "name")
    offered = {
        _attribute(each, "value")
        for each in form.css("input[type=radio]")
        if _attribute(each, "name") == name
    }
    if wanted in offered:
        return _attribute(radio, "value") == wanted
    return "checked" in radio.attributes


def _selected(select: LexborNode, wanted: str | None) -> str | None:
    options = select.css("option")
    values = [
        _attribute(option, "value") if "value" in option.attributes else option.text().strip()
        for option in options
    ]
    if wanted in values:
        return wanted
    marked = [
        value
        for option, value in zip(options, values, strict=True)
        if "selected" in option.attributes
    ]
    return next(iter([*marked, *values]), None)


def _main_button(form: LexborNode) -> LexborNode | None:
    """The one that stands out: the first that our pages draw as the way onwards."""
    buttons = [
        button
        for button in form.css("button, input[type=submit]")
        if _attribute(button, "type").lower() in ("", "submit")
    ]
    main = [
        button
        for button in buttons
        if "button" in (classes := _classes(button)) and not classes & _QUIET
    ]
    return next(iter([*main, *buttons]), None)


def _classes(node: LexborNode) -> set[str]:
    return set(_attribute(node, "class").split())


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
