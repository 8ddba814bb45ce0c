"""A case's facts as they are read: what each is called, and what its value says. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.workflow.pages.labels import DayLabel, OwnWords, PostLabel
from services.workflow.pages.posts import Posts
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.handling_words import (
    ACTION_LEVELS,
    CONSEQUENCES,
    DEGREES,
    DISMISS_REASONS,
    MISCONDUCTS,
    PROBABILITIES,
)
from shared.pages.languages import Language
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import (
    ACKNOWLEDGEMENTS,
    CAUSES,
    CHANNELS,
    COMPLAINANT_VIEWS,
    DISCOVERERS,
    FEEDBACKS,
    GENDERS,
    KINDS,
    LAWS,
    LEX_SARAH_STATES,
    OUTCOMES,
    REPORTER_KINDS,
    STATUSES,
    WAYS,
    WISHES,
)

YES, NO = phrase("Ja"), phrase("Nej")
NOTHING = phrase("inget")

_WORDS: Mapping[str, tuple[Phrase, Mapping[Any, Phrase]]] = {
    "status": (phrase("Status"), STATUSES),
    "kind": (phrase("Slag"), KINDS),
    "channel": (phrase("Väg in"), CHANNELS),
    "law": (phrase("Lag"), LAWS),
    "acknowledgement": (phrase("Bekräftelse"), ACKNOWLEDGEMENTS),
    "feedback_wish": (phrase("Önskar svar"), WISHES),
    "feedback_way": (phrase("Hur svaret önskas"), WAYS),
    "feedback": (phrase("Återkoppling"), FEEDBACKS),
    "complainant_view": (phrase("Vad den som lämnade ärendet anser"), COMPLAINANT_VIEWS),
    "outcome": (phrase("Vad ärendet visade sig vara"), OUTCOMES),
    "lex_sarah": (phrase("Lex Sarah"), LEX_SARAH_STATES),
    "misconduct": (phrase("Beslut om missförhållande"), MISCONDUCTS),
    "gender": (phrase("Kön"), GENDERS),
    "reporter_kind": (phrase("Vem som lämnade ärendet"), REPORTER_KINDS),
    "discovered_by": (phrase("Vem som upptäckte det"), DISCOVERERS),
    "dismissed": (phrase("Avskrivet"), DISMISS_REASONS),
    "severity": (phrase("Allvarlighetsgrad"), DEGREES),
    "probability": (phrase("Sannolikhet"), PROBABILITIES),
}
_SEVERAL: Mapping[str, tuple[Phrase, Mapping[Any, Phrase]]] = {
    "causes": (phrase("Orsaker"), CAUSES),
    "consequences": (phrase("Följder för den enskilda"), CONSEQUENCES),
    "also_found_by": (phrase("Upptäckt också av"), DISCOVERERS),
    "action_levels": (phrase("Vem åtgärderna når"), ACTION_LEVELS),
}
_DAYS: Mapping[str, Phrase] = {
    "received_on": phrase("Kom in"),
    "occurred_on": phrase("Hände"),
    "paused_until": phrase("Vilar till"),
    "ivo_notified_on": phrase("Anmält till IVO"),
}
_YES_NO: Mapping[str, Phrase] = {
    "must_investigate": phrase("Ska utredas"),
    "data_breach": phrase("Personuppgifter röjda"),
    "child_concern": phrase("Oro för ett barn"),
    "investigated": phrase("Utredningen är avslutad"),
    "protected_identity": phrase("Skyddade personuppgifter"),
}
_PLAIN: Mapping[str, Phrase] = {
    "diary_number": phrase("Diarienummer"),
    "themes": phrase("Teman"),
}
_PLACES: Mapping[str, Phrase] = {
    "responsible": phrase("Ansvarig"),
    "unit": phrase("Enhet"),
    "category": phrase("Kategori"),
}


class Joined:
    """Labels with commas between; what is a word of ours and not the first begins small."""

    def __init__(self, *labels: Label) -> None:
        self._labels = labels

    def in_language(self, language: str) -> str:
        first, *rest = self._labels
        spoken = Language(language)
        return ", ".join([say(first, spoken), *(_inside(each, spoken) for each in rest)])


def _inside(label: Label, language: Language) -> str:
    said = say(label, language)
    ours = isinstance(label, Phrase) and said[1:2].islower()
    return said[:1].lower() + said[1:] if ours else said


class FactWords:
    """Says facts in the organisation's words. What no person needs to read has no label."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._posts = Posts(organisation)
        self._places: Mapping[str, Callable[[str, str], Label]] = {
            "responsible": lambda account, _board: self.account(account),
            "unit": self.unit,
            "category": self.category,
        }

    def label(self, name: str) -> Phrase | None:
        """What the fact is called; None where it is not shown."""
        for table in (_DAYS, _YES_NO, _PLAIN, _PLACES):
            if name in table:
                return table[name]
        for words in (_WORDS, _SEVERAL):
            if name in words:
                return words[name][0]
        return None

    def value(self, name: str, value: str | None, board: str) -> Label:
        """A fact's value, as history has it, in words."""
        if value is None or value == "":
            return NOTHING
        if name in _DAYS:
            return DayLabel(date.fromisoformat(value))
        if name in _YES_NO:
            return YES if value == "True" else NO
        if name in self._places:
            return self._places[name](value, board)
        if name in _WORDS:
            return _word(_WORDS[name][1], value)
        if name in _SEVERAL:
            return Joined(*(_word(_SEVERAL[name][1], each) for each in value.split(", ")))
        return OwnWords(value)

    def account(self, account: str) -> Label:
        """The post that the account belongs to; its own id where it is no post's."""
        post = self._posts.of(account)
        return PostLabel(post) if post else OwnWords(account)

    def unit(self, unit: str, board: str) -> Label:
        found = self._organisation.unit(unit, board)
        return found.name if found else OwnWords(unit)

    def category(self, category: str, board: str) -> Label:
        found = self._organisation.known_board(board).category_list.find(category)
        return found.name if found else OwnWords(category)


def _word(words: Mapping[Any, Phrase], value: str) -> Label:
    """History has words as text; a word that has left the vocabulary shows as it stood."""
    found = {str(word): said for word, said in words.items()}
    return found.get(value) or OwnWords(value)
