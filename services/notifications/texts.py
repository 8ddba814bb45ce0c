"""The words of a mail, from templates: a subject, a plain text and a simple page.

`<name>.<language>.txt` has the subject on its first line, then a blank line and the text;
`<name>.<language>.html` has the same for readers that show pages. A name that a template uses and
nobody gave is an error, never an empty place in a letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from shared.errors import TransientError
from shared.pages.languages import Language

FOLDER = Path(__file__).parent / "templates"


class TextUnusable(TransientError):
    """A template cannot be rendered; a mended one can."""

    slug: ClassVar[str] = "text_unusable"


class TextName(StrEnum):
    """What there are texts for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REMINDER = "reminder"
    ALARM = "alarm"
    ANSWERED = "answered"
    WRITTEN_TO = "written_to"
    CLOSED = "closed"
    DELAYED = "delayed"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Text:
    """A mail's words."""

    subject: str
    plain: str
    html: str


@dataclass(frozen=True, slots=True)
class Example:
    """Something that a template must be able to tell."""

    name: TextName
    language: Language
    values: Mapping[str, Any]


class Texts:
    """The templates of one folder, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._environment = SandboxedEnvironment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.version = _version(folder)

    def write(self, name: TextName, language: Language, values: Mapping[str, Any]) -> Text:
        """The text about these values, in Swedish where there is none in the language.

        Raises TextUnusable, which quotes none of the values.
        """
        if not self._exists(name, language):
            language = Language.SWEDISH
        subject, _, plain = self._rendered(f"{name}.{language}.txt", values).partition("\n")
        return Text(
            subject=" ".join(subject.split()),
            plain=plain.strip() + "\n",
            html=self._rendered(f"{name}.{language}.html", values),
        )

    def problems(self, examples: Sequence[Example]) -> list[str]:
        """What keeps the examples from being told; empty when all is well."""
        return list(dict.fromkeys(self._problems(examples)))

    def _problems(self, examples: Sequence[Example]) -> Iterator[str]:
        for example in examples:
            try:
                text = self.write(example.name, example.language, example.values)
            except TextUnusable as error:
                yield str(error)
                continue
            if not (text.subject and text.plain.strip() and text.html.strip()):
                yield f"{example.name}.{example.language}: subject, text or page is empty"

    def _exists(self, name: TextName, language: Language) -> bool:
        return f"{name}.{language}.txt" in self._environment.list_templates()

    def _rendered(self, template: str, values: Mapping[str, Any]) -> str:
        try:
            return self._environment.get_template(template).render(values)
        except TemplateSyntaxError as error:
            raise TextUnusable(
                f"{error.filename or template}, line {error.lineno}: {error.message}"
            ) from None
        except TemplateError as error:
            raise TextUnusable(f"{template}: {type(error).__name__}: {error.message}") from None
        except Exception as error:  # noqa: BLE001 - expressions in a template can raise anything
            # Its message may quote a value.
            raise TextUnusable(f"{template}: {type(error).__name__}") from None


def _version(folder: Path) -> str:
    """Tells one set of templates from another; kept with every notice that was sent."""
    digest = sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
