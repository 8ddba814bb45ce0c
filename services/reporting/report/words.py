"""What the values of dimensions are called in a report."""

from collections.abc import Mapping

from services.reporting.figures.dimensions import Dimension
from shared.events.handling_words import ActionLevel, Consequence
from shared.organisation import Board, Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import (
    CAUSES,
    CHANNELS,
    DISCOVERERS,
    GENDERS,
    KINDS,
    LAWS,
    OUTCOMES,
    REPORTER_KINDS,
    STATUSES,
)

ACTION_LEVELS: Mapping[ActionLevel, Phrase] = {
    ActionLevel.INDIVIDUAL: phrase("En medarbetare"),
    ActionLevel.GROUP: phrase("En arbetsgrupp"),
    ActionLevel.UNIT: phrase("Enheten"),
    ActionLevel.DEPARTMENT: phrase("Avdelningen"),
    ActionLevel.BOARD: phrase("Hela förvaltningen"),
}
CONSEQUENCES: Mapping[Consequence, Phrase] = {
    Consequence.NONE: phrase("Ingen följd för personen"),
    Consequence.WRONG_DECISION: phrase("Fel beslut"),
    Consequence.DELAYED_PAYMENT: phrase("Försenad utbetalning"),
    Consequence.DELAYED_SERVICE: phrase("Försenad insats"),
    Consequence.MISSED_SERVICE: phrase("Utebliven insats"),
    Consequence.WORRY: phrase("Oro eller otrygghet"),
    Consequence.INJURY: phrase("Skada"),
    Consequence.FINANCIAL_LOSS: phrase("Ekonomisk förlust"),
    Consequence.DISCLOSED_DATA: phrase("Uppgifter som spridits"),
    Consequence.OTHER: phrase("Annan följd"),
}
UNKNOWN = "-"
"""In a reference: those of which it is not known."""
_NOT_KNOWN = "Ej angivet"
_LISTS: Mapping[str, Mapping[str, Phrase]] = {
    Dimension.KIND: {str(key): value for key, value in KINDS.items()},
    Dimension.CHANNEL: {str(key): value for key, value in CHANNELS.items()},
    Dimension.CAUSE: {str(key): value for key, value in CAUSES.items()},
    Dimension.ACTION_LEVEL: {str(key): value for key, value in ACTION_LEVELS.items()},
    Dimension.CONSEQUENCE: {str(key): value for key, value in CONSEQUENCES.items()},
    Dimension.GENDER: {str(key): value for key, value in GENDERS.items()},
    Dimension.DISCOVERED_BY: {str(key): value for key, value in DISCOVERERS.items()},
    Dimension.ALSO_FOUND_BY: {str(key): value for key, value in DISCOVERERS.items()},
    Dimension.REPORTER_KIND: {str(key): value for key, value in REPORTER_KINDS.items()},
    Dimension.OUTCOME: {str(key): value for key, value in OUTCOMES.items()},
    Dimension.STATUS: {str(key): value for key, value in STATUSES.items()},
    Dimension.LAW: {str(key): value for key, value in LAWS.items()},
}


class Names:
    """What a board's values are called, in Swedish; unknown ones by their id."""

    def __init__(self, organisation: Organisation, board: Board) -> None:
        self._organisation = organisation
        self._board = board

    def of(self, dimension: str, value: str) -> str:
        """The name of one value of a dimension."""
        if value == UNKNOWN:
            return "Enhet ej angiven" if dimension == "unit_itself" else _NOT_KNOWN
        if dimension in {"unit_itself", Dimension.UNIT}:
            unit = self._organisation.unit(value)
            return unit.name.sv if unit else value
        if dimension == Dimension.CATEGORY:
            category = self._board.category_list.find(value)
            return category.name.sv if category else value
        words = _LISTS.get(dimension, {})
        return say(words[value], Language.SWEDISH) if value in words else value
