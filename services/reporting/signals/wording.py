"""Signals in plain words, from their numbers."""

from collections.abc import Callable, Mapping

from services.reporting.signals.handling import AFTER_DAYS, FEW_POINTS
from services.reporting.signals.signal import Aspect, Numbers, Scope, SignalKind
from shared.events.vocabulary import Cause
from shared.organisation import Organisation
from shared.pages.formats import Formats
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase
from shared.pages.signal_words import SIGNAL_ADVICE, SIGNALS
from shared.pages.words import CAUSES

NAMES: Mapping[SignalKind, Phrase] = {kind: SIGNALS[kind] for kind in SignalKind}
ADVICE: Mapping[SignalKind, Phrase] = {kind: SIGNAL_ADVICE[kind] for kind in SignalKind}

_RARELY = 10_000
Said = Mapping[str, str | int | Phrase]


def sentence(kind: SignalKind, scope: Scope, numbers: Numbers, words: "Words") -> Phrase:
    """What has been found, in one or two sentences."""
    return _SENTENCES[kind](words.of(scope, numbers))


class Words:
    """Names and numbers as a language writes them."""

    def __init__(self, organisation: Organisation, language: Language) -> None:
        self._organisation = organisation
        self._language = language
        self._formats = Formats(language)

    def of(self, scope: Scope, numbers: Numbers) -> Said:
        """The values that stand in the sentences."""
        by_chance = numbers.get("by_chance")
        times = _RARELY if not by_chance else min(_RARELY, round(1 / by_chance))
        return {
            "where": self.where(scope),
            "what": self.what(scope),
            "times": times,
            **{name: self._number(value) for name, value in numbers.items() if value is not None},
        }

    def where(self, scope: Scope) -> str:
        """The unit, or the board."""
        unit = self._organisation.unit(scope.unit) if scope.unit else None
        board = self._organisation.board(scope.board)
        named = unit or board
        return named.name.in_language(self._language) if named else scope.unit or scope.board

    def what(self, scope: Scope) -> str | Phrase:
        """What the cases have in common; an empty text where it is nothing."""
        if scope.value is None:
            return ""
        if scope.aspect is Aspect.CAUSE and scope.value in set(Cause):
            return CAUSES[Cause(scope.value)]
        board = self._organisation.board(scope.board)
        if scope.aspect is Aspect.CATEGORY and board is not None:
            category = board.category_list.find(scope.value)
            return category.name.in_language(self._language) if category else scope.value
        return scope.value

    def _number(self, value: float) -> str | int:
        return round(value) if value == round(value) else self._formats.number(round(value, 1))


def _silent(said: Said) -> Phrase:
    return phrase(
        "%(where)s har inga ärenden i perioden. Året dessförinnan var det %(before)s, så "
        "%(expected)s var att vänta. Av en slump blir det så högst en gång på %(times)s.",
        **said,
    )


def _silent_year(said: Said) -> Phrase:
    return phrase("%(where)s har inte haft ett enda ärende på tolv månader.", **said)


def _more(said: Said) -> Phrase:
    if said["what"]:
        return phrase(
            "%(where)s har fått %(cases)s ärenden om ”%(what)s” i perioden; %(expected)s var att "
            "vänta efter året dessförinnan. Av en slump blir det så högst en gång på %(times)s.",
            **said,
        )
    return phrase(
        "%(where)s har fått %(cases)s ärenden i perioden; %(expected)s var att vänta efter året "
        "dessförinnan. Av en slump blir det så högst en gång på %(times)s.",
        **said,
    )


def _growing(said: Said) -> Phrase:
    return phrase(
        "I %(where)s är orsaken ”%(what)s” i %(cases)s av %(of)s ärenden med känd orsak, mot "
        "%(before)s av %(of_before)s året dessförinnan. Av en slump blir det så högst en gång på "
        "%(times)s.",
        **said,
    )


def _again(said: Said) -> Phrase:
    return phrase(
        "%(where)s har fått %(cases)s nya ärenden om ”%(what)s” sedan åtgärder i %(measures)s "
        "ärenden bedömdes ha haft effekt. Året före bedömningen var det %(before)s.",
        **said,
    )


def _late(said: Said) -> Phrase:
    return phrase(
        "%(where)s har inte svarat inom %(days)s dagar i %(cases)s av %(of)s ärenden. I resten av "
        "nämnden är det %(board)s av %(of_board)s. Av en slump blir det så högst en gång på "
        "%(times)s.",
        **said,
        days=AFTER_DAYS,
    )


def _low_points(said: Said) -> Phrase:
    return phrase(
        "%(where)s har %(cases)s av %(of)s avslutade ärenden med färre än %(points)s av elva "
        "kontrollpunkter uppfyllda. I resten av nämnden är det %(board)s av %(of_board)s. Av en "
        "slump blir det så högst en gång på %(times)s.",
        **said,
        points=FEW_POINTS,
    )


def _under(said: Said) -> Phrase:
    return phrase(
        "%(where)s har %(cases)s av nämndens %(of_board)s ärenden. Vore alla enheter lika stora "
        "skulle det vara %(expected)s.",
        **said,
    )


def _unreported(said: Said) -> Phrase:
    return phrase(
        "Riktade granskningar har funnit %(of)s händelser i %(where)s, och %(cases)s av dem hade "
        "enheten inte rapporterat. I resten av nämnden är det %(board)s av %(of_board)s. Av en "
        "slump blir det så högst en gång på %(times)s.",
        **said,
    )


def _few_deviations(said: Said) -> Phrase:
    return phrase(
        "%(where)s har fått %(complaints)s klagomål på ett år men rapporterat %(deviations)s "
        "avvikelser. Med samma fördelning som i hela nämnden blir det så högst en gång på "
        "%(times)s.",
        **said,
    )


_SENTENCES: Mapping[SignalKind, Callable[[Said], Phrase]] = {
    SignalKind.SILENT: _silent,
    SignalKind.SILENT_YEAR: _silent_year,
    SignalKind.RISE: _more,
    SignalKind.FALL: _more,
    SignalKind.CLUSTER: _more,
    SignalKind.GROWING_CAUSE: _growing,
    SignalKind.RECURRENCE: _again,
    SignalKind.LATE: _late,
    SignalKind.LOW_POINTS: _low_points,
    SignalKind.UNDER_REPORTING: _under,
    SignalKind.UNREPORTED: _unreported,
    SignalKind.FEW_DEVIATIONS: _few_deviations,
}
