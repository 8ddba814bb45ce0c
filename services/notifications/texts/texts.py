"""The words of a mail, from templates: a subject, a plain text and a simple page.

`<name>.<language>.txt` has the subject on its first line, then a blank line and the text;
`<name>.<language>.html` has the same for readers that show pages. The municipality's own texts
stand before ours, a board's before those for all boards. A name that a template uses and nobody
gave is an error, never an empty place in a letter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from services.notifications.notices.subjects import BrokenText
from services.notifications.texts.made_page import page_of
from services.notifications.texts.own_texts import (
    LAYOUT,
    OwnTexts,
    Sources,
    TextFile,
    TextSource,
    language_of,
    owners,
    standard_sources,
)
from shared.errors import TransientError
from shared.organisation import Name
from shared.organisation.problems import Place, Problem
from shared.pages.languages import Language

FOLDER = Path(__file__).parent / "templates"
_MADE = """{% extends "layout.html" %}
{% block title %}{{ heading }}{% endblock %}
{% block content %}{{ content }}{% endblock %}
"""
_MADE_LABEL = "made.html"


class TextUnusable(TransientError):
    """A text cannot be made; a mended one can. Quotes none of the values."""

    slug: ClassVar[str] = "text_unusable"

    def __init__(self, problem: Problem, source: TextSource, version: str) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.broken = BrokenText(text=source.key, version=version, problem=str(problem))


class TextName(StrEnum):
    """What there are texts for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    ALARM = "alarm"
    ANSWERED = "answered"
    WRITTEN_TO = "written_to"
    CLOSED = "closed"
    DELAYED = "delayed"
    EXTENDED = "extended"
    TASK = "task"
    DIGEST = "digest"
    COORDINATOR_LIST = "coordinator_list"
    REGISTRAR_LIST = "registrar_list"
    SIGNALS = "signals"


@dataclass(frozen=True, slots=True)
class Text:
    """A mail's words."""

    subject: str
    plain: str
    html: str
    version: str = ""
    """Whose text it is, which, and its digest."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something that a template must be able to tell."""

    name: TextName
    language: Language
    values: Mapping[str, Any]


class Texts:
    """Our templates and the municipality's, read once.

    `own` is the folder of its texts, if it has one; `boards` the ids of its boards;
    `municipality` what it is called, which every mail says.
    """

    def __init__(
        self,
        folder: Path = FOLDER,
        own: Path | None = None,
        boards: Sequence[str] = (),
        municipality: Name | None = None,
    ) -> None:
        self._municipality = municipality
        standard = standard_sources(folder)
        stems = {stem for _, stem in standard}
        taken = OwnTexts(own, stems, boards) if own else None
        self.problems_of_files: tuple[Problem, ...] = tuple(taken.problems) if taken else ()
        self._sources: Sources = {**standard, **(taken.sources if taken else {})}
        layout = TextFile(folder / LAYOUT, LAYOUT, (folder / LAYOUT).read_text(encoding="utf-8"))
        made = TextFile(Path(_MADE_LABEL), _MADE_LABEL, _MADE)
        files = [file for source in self._sources.values() for file in source.files]
        self._files = {file.label: file for file in (*files, layout, made)}
        self._versions = {source.key: _version(source, layout) for source in self.sources}
        self.environment: Environment = SandboxedEnvironment(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    @property
    def sources(self) -> list[TextSource]:
        """Every text, ours and the municipality's."""
        return [self._sources[key] for key in sorted(self._sources)]

    def source(
        self, name: TextName, language: Language, board: str | None = None
    ) -> TextSource | None:
        """What a text is made of for a board; None where there is none in the language."""
        found = (self._sources.get((owner, f"{name}.{language}")) for owner in owners(board))
        return next((each for each in found if each is not None), None)

    @property
    def versions(self) -> frozenset[str]:
        """The digest of each text."""
        return frozenset(self._versions.values())

    def write(
        self,
        name: TextName,
        language: Language,
        values: Mapping[str, Any],
        board: str | None = None,
    ) -> Text:
        """The text about these values, in Swedish where there is none in the language.

        Raises TextUnusable.
        """
        return self.made_of(self._chosen(name, language, board), values)

    def version(self, name: TextName, language: Language, board: str | None = None) -> str:
        """Whose text is written and which, as `write` chooses it, with its digest."""
        return self._named(self._chosen(name, language, board))

    def _chosen(self, name: TextName, language: Language, board: str | None) -> TextSource:
        chosen = self.source(name, language, board) or self.source(name, Language.SWEDISH, board)
        if chosen is None:
            raise LookupError(f"there is no text {name} in Swedish")
        return chosen

    def _named(self, source: TextSource) -> str:
        return f"{source.key}@{self._versions[source.key]}"

    def made_of(self, source: TextSource, values: Mapping[str, Any]) -> Text:
        """The text that a source gives about these values. Raises TextUnusable."""
        given = {**self._given_to_all(language_of(source)), **values}
        subject, _, plain = self._rendered(source.plain, source, given).partition("\n")
        subject, plain = " ".join(subject.split()), plain.strip() + "\n"
        if not subject or not plain.strip():
            fault = (
                "the first line, which is the subject, is empty."
                if not subject
                else ("there is nothing after the subject.")
            )
            remedy = "Write the subject on line 1, leave line 2 empty, and then the text."
            raise self._unusable(Problem(Place(source.plain.path, 1), fault, remedy), source)
        if source.page is not None:
            html = self._rendered(source.page, source, given)
        else:
            content = {"heading": subject, "content": page_of(subject, plain)}
            html = self._rendered(self._files[_MADE_LABEL], source, {**given, **content})
        return Text(subject=subject, plain=plain, html=html, version=self._named(source))

    def _given_to_all(self, language: Language) -> Mapping[str, str]:
        names = self._municipality
        named = {"municipality": names.in_language(language)} if names else {}
        return {"lang": str(language), **named}

    def _load(self, label: str) -> tuple[str, str, None] | None:
        file = self._files.get(label)
        return None if file is None else (file.content, str(file.path), None)

    def _rendered(self, file: TextFile, source: TextSource, values: Mapping[str, Any]) -> str:
        try:
            return self.environment.get_template(file.label).render(values)
        except Exception as error:  # noqa: BLE001 - expressions in a template can raise anything
            problem = Problem(self._place(error, file), _fault(error, source), _remedy(error))
        raise self._unusable(problem, source)

    def _unusable(self, problem: Problem, source: TextSource) -> TextUnusable:
        return TextUnusable(problem, source, self._versions[source.key])

    def _place(self, error: Exception, file: TextFile) -> Place:
        """The line of the template where it went wrong: the innermost one, as Jinja tells it."""
        if isinstance(error, TemplateSyntaxError):
            return Place(Path(error.filename or file.path), error.lineno)
        paths = {str(each.path): each.path for each in self._files.values()}
        place, trace = Place(file.path), error.__traceback__
        while trace is not None:
            path = paths.get(trace.tb_frame.f_code.co_filename)
            place = Place(path, trace.tb_lineno) if path else place
            trace = trace.tb_next
        return place


def _fault(error: Exception, source: TextSource) -> str:
    match error:
        case UndefinedError() if not _is_of_template(error.message or "", source):
            return "something is used that is not there."
        case TemplateSyntaxError() | UndefinedError() | SecurityError():
            return f"{error.message}."
        case TemplateNotFound():
            return f'there is no "{error.name}" to extend or include.'
        case TemplateError():
            return f"{type(error).__name__}: {error.message}."
        case _:
            # Its message may quote a value.
            return f"this fails ({type(error).__name__})."


def _is_of_template(message: str, source: TextSource) -> bool:
    """Whether what the message quotes stands in the files, and is not a value."""
    files = "".join(file.content for file in source.files)
    quoted: list[str] = re.findall(r"'([^']*)'", message)
    return all(each in files or each.endswith(" object") for each in quoted)


def _remedy(error: Exception) -> str:
    match error:
        case TemplateSyntaxError():
            return "Correct what stands between {{ and }}, or {% and %}, there."
        case UndefinedError():
            return "Use only the fields that /texter and docs/texts.md list."
        case TemplateNotFound():
            return f'Only "{LAYOUT}" can be extended.'
        case _:
            return "Write it more simply: a field, or {% if field %} … {% endif %}."


def _version(source: TextSource, layout: TextFile) -> str:
    """Tells one text from another; kept with every notice that was sent."""
    digest = sha256()
    for file in (*source.files, layout):
        digest.update(file.label.encode() + b"\0" + file.content.encode() + b"\0")
    return digest.hexdigest()[:12]
