"""Each text as it looks for an example case of a board. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.notifications.texts.checking import problems_in
from services.notifications.texts.own_texts import OF_NO_BOARD, TextSource
from services.notifications.texts.samples import examples_of, fields_of
from services.notifications.texts.texts import Text, TextName, Texts, TextUnusable
from shared.organisation import Board, Organisation
from shared.organisation.problems import Problem
from shared.pages.languages import Language


@dataclass(frozen=True)
class Preview:
    """One text for one board in one language."""

    source: TextSource
    example: int
    examples: int
    """How many there are."""
    text: Text | None
    """None where it cannot be made."""
    fields: Mapping[str, Any]
    """What the text may use, each with the example's value."""
    problems: tuple[Problem, ...]


class Previews:
    """Makes texts of example cases, with the organisation's own names in them."""

    def __init__(self, texts: Texts, organisation: Organisation) -> None:
        self._texts = texts
        self._organisation = organisation

    def languages(self, name: TextName, board: str | None) -> list[Language]:
        """Those that the text is written in."""
        return [each for each in Language if self._texts.source(name, each, board) is not None]

    def owner(self, name: TextName, language: Language, board: str | None) -> str | None:
        """Whose text a board has; None where there is none in the language."""
        source = self._texts.source(name, language, self._board_of(name, board))
        return source.owner if source else None

    def preview(
        self, name: TextName, language: Language, board: Board, example: int = 0
    ) -> Preview | None:
        """The text of an example case; None where there is none in the language."""
        source = self._texts.source(name, language, self._board_of(name, board.id))
        if source is None:
            return None
        samples = examples_of(name, language)
        chosen = min(max(example, 0), len(samples) - 1)
        values = {**samples[chosen].values, **self._names(name, language, board)}
        try:
            text = self._texts.made_of(source, values)
        except TextUnusable:
            text = None
        return Preview(
            source=source,
            example=chosen,
            examples=len(samples),
            text=text,
            fields={**fields_of(name), **self._names(name, language, board)},
            problems=tuple(problems_in(self._texts, source)),
        )

    def _names(self, name: TextName, language: Language, board: Board) -> Mapping[str, str]:
        municipality = self._organisation.municipality
        names = {
            "board": board.name.in_language(language),
            "municipality": municipality.name.in_language(language),
            "phone": municipality.contact.phone,
            "email": municipality.contact.email,
        }
        return {field: value for field, value in names.items() if field in fields_of(name)}

    def _board_of(self, name: TextName, board: str | None) -> str | None:
        return None if name in OF_NO_BOARD else board
