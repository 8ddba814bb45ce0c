"""What properties of cases, and their values, are called on a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.reporting.figures.asked_period import period_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Theme
from services.reporting.figures.statistics import Value
from services.reporting.pages.voice import OwnWords, Voice, period_name
from shared.organisation import Organisation
from shared.organisation.categories import Category
from shared.pages import handling_words, words
from shared.pages.languages import Language
from shared.pages.phrases import Label, Phrase, phrase

DIMENSIONS: Mapping[Dimension, Phrase] = {
    Dimension.BOARD: phrase("Nämnd"),
    Dimension.UNIT: phrase("Enhet"),
    Dimension.KIND: phrase("Slag"),
    Dimension.FIRST_KIND: phrase("Slag när det kom in"),
    Dimension.CHANNEL: phrase("Väg in"),
    Dimension.CATEGORY: phrase("Kategori"),
    Dimension.THEME: phrase("Tema"),
    Dimension.LAW: phrase("Lag"),
    Dimension.STATUS: phrase("Läge"),
    Dimension.SEVERITY: phrase("Allvarlighetsgrad"),
    Dimension.PROBABILITY: phrase("Sannolikhet"),
    Dimension.RISK: phrase("Risktal"),
    Dimension.DISCOVERED_BY: phrase("Upptäckt av"),
    Dimension.ALSO_FOUND_BY: phrase("Upptäckt också av"),
    Dimension.REPORTER_KIND: phrase("Vem som lämnade ärendet"),
    Dimension.GENDER: phrase("Kön"),
    Dimension.ACKNOWLEDGEMENT: phrase("Bekräftelse"),
    Dimension.FEEDBACK_WISH: phrase("Önskan om svar"),
    Dimension.FEEDBACK: phrase("Återkoppling"),
    Dimension.COMPLAINANT_VIEW: phrase("Vad den som har lämnat ärendet anser"),
    Dimension.OUTCOME: phrase("Utredningens slutsats"),
    Dimension.CAUSE: phrase("Orsak"),
    Dimension.ACTION_LEVEL: phrase("Vem åtgärderna når"),
    Dimension.CONSEQUENCE: phrase("Följd för den enskilda"),
    Dimension.DISMISSED: phrase("Skäl till avskrivning"),
    Dimension.LEX_SARAH: phrase("Lex Sarah"),
    Dimension.MISCONDUCT: phrase("Beslut om missförhållande"),
    Dimension.IVO_REFERRED: phrase("Överlämnat av IVO"),
    Dimension.INVESTIGATED: phrase("Utrett"),
    Dimension.MONTH: phrase("Månad"),
    Dimension.QUARTER: phrase("Kvartal"),
    Dimension.HALF_YEAR: phrase("Halvår"),
    Dimension.YEAR: phrase("År"),
}

PERIODS = (Dimension.MONTH, Dimension.QUARTER, Dimension.HALF_YEAR, Dimension.YEAR)

THEMES: Mapping[Theme, Phrase] = {
    Theme.CASES: phrase("Ärenden"),
    Theme.TIMES: phrase("Tider"),
    Theme.FEEDBACK: phrase("Bekräftelse och svar"),
    Theme.INVESTIGATION: phrase("Utredning och åtgärder"),
    Theme.LEX_SARAH: phrase("Lex Sarah"),
    Theme.CONTROL_POINTS: phrase("Kontrollpunkter"),
}

NOT_KNOWN = phrase("Uppgift saknas")
_NONE = phrase("Ingen")
_YES_NO: Mapping[bool, Phrase] = {True: phrase("Ja"), False: phrase("Nej")}

_WORDS: Mapping[Dimension, Mapping[Any, Phrase]] = {
    Dimension.KIND: words.KINDS,
    Dimension.FIRST_KIND: words.KINDS,
    Dimension.CHANNEL: words.CHANNELS,
    Dimension.LAW: words.LAWS,
    Dimension.STATUS: words.STATUSES,
    Dimension.DISCOVERED_BY: words.DISCOVERERS,
    Dimension.ALSO_FOUND_BY: words.DISCOVERERS,
    Dimension.REPORTER_KIND: words.REPORTER_KINDS,
    Dimension.GENDER: words.GENDERS,
    Dimension.ACKNOWLEDGEMENT: words.ACKNOWLEDGEMENTS,
    Dimension.FEEDBACK_WISH: words.WISHES,
    Dimension.FEEDBACK: words.FEEDBACKS,
    Dimension.COMPLAINANT_VIEW: words.COMPLAINANT_VIEWS,
    Dimension.OUTCOME: words.OUTCOMES,
    Dimension.CAUSE: words.CAUSES,
    Dimension.ACTION_LEVEL: handling_words.ACTION_LEVELS,
    Dimension.CONSEQUENCE: handling_words.CONSEQUENCES,
    Dimension.DISMISSED: handling_words.DISMISS_REASONS,
    Dimension.LEX_SARAH: words.LEX_SARAH_STATES,
    Dimension.MISCONDUCT: handling_words.MISCONDUCTS,
}
_DEGREES: Mapping[Dimension, Mapping[int, Phrase]] = {
    Dimension.SEVERITY: handling_words.DEGREES,
    Dimension.PROBABILITY: handling_words.PROBABILITIES,
}
_NOT_HAD = frozenset(
    {
        Dimension.THEME,
        Dimension.CAUSE,
        Dimension.ACTION_LEVEL,
        Dimension.CONSEQUENCE,
        Dimension.DISMISSED,
        Dimension.MISCONDUCT,
    }
)
"""Of these it is no lack that a case has none."""


class Words:
    """Labels, with the organisation's own names of boards, units and categories."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._categories: dict[str, Category] = {
            category.id: category
            for board in organisation.boards
            for category in board.category_list.categories
        }
        self._order: Mapping[Dimension, Mapping[str, int]] = {
            Dimension.BOARD: _places(board.id for board in organisation.boards),
            Dimension.UNIT: _places(
                unit.id for board in organisation.boards for unit in organisation.units_of(board.id)
            ),
            Dimension.CATEGORY: _places(self._categories),
            **{dimension: _places(words) for dimension, words in _WORDS.items()},
        }

    def value(self, dimension: Dimension, value: Value) -> Label:
        """What the value is called; an id that nobody knows any more as it is."""
        if value is None:
            return _NONE if dimension in _NOT_HAD else NOT_KNOWN
        if isinstance(value, bool):
            return _YES_NO[value]
        if isinstance(value, int):
            return _DEGREES.get(dimension, {}).get(value, OwnWords(str(value)))
        match dimension:
            case Dimension.BOARD:
                return self.board(value)
            case Dimension.UNIT:
                return self.unit(value)
            case Dimension.CATEGORY if value in self._categories:
                return self._categories[value].name
            case Dimension.MONTH | Dimension.QUARTER | Dimension.HALF_YEAR:
                period = period_of(value)
                return period_name(period) if period else OwnWords(value)
        named = {str(word): said for word, said in _WORDS.get(dimension, {}).items()}
        return named.get(value, OwnWords(value))

    def board(self, board_id: str) -> Label:
        """The board's name; an unknown id is itself."""
        board = self._organisation.board(board_id)
        return board.name if board else OwnWords(board_id)

    def unit(self, unit_id: str) -> Label:
        """The unit's name; one that has been closed says so, and an unknown id is itself."""
        unit = self._organisation.unit(unit_id)
        if unit is None:
            return OwnWords(unit_id)
        return unit.name if unit.closed_on is None else _Closed(unit.name)

    def given(self, dimension: Dimension, text: str) -> Label:
        """What a value is called that stands in an address."""
        for known in self.known(dimension):
            if str(known).casefold() == text.casefold():
                return self.value(dimension, known)
        return self.value(dimension, text)

    def known(self, dimension: Dimension) -> Sequence[Value]:
        """Every value that there is a word for, in order; none where any text will do."""
        if dimension in (Dimension.IVO_REFERRED, Dimension.INVESTIGATED):
            return (True, False)
        degrees = _DEGREES.get(dimension)
        return tuple(degrees) if degrees else tuple(self._order.get(dimension, ()))

    def ordered(self, dimension: Dimension, values: Sequence[Value]) -> list[Value]:
        """In the order that the words or the organisation have; what is not known comes last."""
        order = self._order.get(dimension)
        if order is None:
            return list(values)
        last = len(order)
        return sorted(
            values, key=lambda value: (value is None, order.get(str(value), last), str(value))
        )


class Alone:
    """A unit without those below it."""

    def __init__(self, name: Label) -> None:
        self._name = name

    def in_language(self, language: str) -> str:
        voice = Voice(Language(language))
        return voice.say(phrase("%(unit)s, enheten själv", unit=voice.say(self._name)))


class NameAndValue:
    """`Slag: Klagomål`."""

    def __init__(self, name: Label, value: Label) -> None:
        self._name, self._value = name, value

    def in_language(self, language: str) -> str:
        voice = Voice(Language(language))
        return f"{voice.say(self._name)}: {voice.say(self._value)}"


class _Closed:
    """A unit that no longer exists keeps its name, and says so."""

    def __init__(self, name: Label) -> None:
        self._name = name

    def in_language(self, language: str) -> str:
        voice = Voice(Language(language))
        return voice.say(phrase("%(name)s (nedlagd)", name=voice.say(self._name)))


def _places(ids: Iterable[str]) -> Mapping[str, int]:
    return {str(each): number for number, each in enumerate(ids)}
