"""How a learning card reads: its headings, what its facts are called, and its marked texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.figures.asked_period import period_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.statistics import Value
from services.reporting.learning_cards.documents import CardFacts, State, TextField
from services.reporting.learning_cards.objecting import Objection
from services.reporting.pages.voice import OwnWords, Voice, period_name
from services.reporting.pages.words import DIMENSIONS, Words
from shared.pages.phrases import Phrase, phrase

TEXTS: Mapping[TextField, tuple[Phrase, Phrase, int]] = {
    TextField.TITLE: (
        phrase("Rubrik"),
        phrase("Vad kortet handlar om, med få ord: ”Larmet som ingen hörde”."),
        1,
    ),
    TextField.HAPPENED: (
        phrase("Vad hände"),
        phrase(
            "Berätta utan namn, datum och platser. Skriv ”en person”, ”enheten”, ”en kväll”. "
            "Ta bort det som inte behövs för att lära av det."
        ),
        8,
    ),
    TextField.WHY: (
        phrase("Varför"),
        phrase("Vad i rutiner, kunskap, bemanning eller verktyg som gjorde att det kunde hända."),
        5,
    ),
    TextField.CHANGED: (
        phrase("Vad har vi ändrat"),
        phrase("Vad som är gjort och vad som görs nu, så att en annan enhet kan göra likadant."),
        5,
    ),
    TextField.DISCUSS: (
        phrase("Att prata om på mötet"),
        phrase("Två eller tre öppna frågor: kan det hända hos oss, vad gör vi då?"),
        5,
    ),
}
"""Heading, help, and rows of the field."""

FIELDS: Mapping[str, Phrase] = {
    **{str(field): heading for field, (heading, _, _) in TEXTS.items()},
    "reason": phrase("Varför kortet återkallas"),
    "outcome": phrase("Vad mötet kom fram till"),
    "show_unit": phrase("Visa enheten"),
    "state": phrase("Läge"),
}

STATES: Mapping[State, tuple[Phrase, str]] = {
    State.DRAFT: (phrase("Utkast"), "plain"),
    State.PUBLISHED: (phrase("Publicerat"), "good"),
    State.WITHDRAWN: (phrase("Återkallat"), "danger"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a text; with the number of the place where it is one."""

    words: str
    number: int = 0
    certain: bool = False


def fact_rows(facts: CardFacts, words: Words, voice: Voice) -> list[tuple[str, str]]:
    """Name and value of everything that the card tells of its cases."""

    def said(dimension: Dimension, values: Iterable[Value]) -> str:
        return ", ".join(voice.say(words.value(dimension, value)) for value in values)

    rows = [
        (DIMENSIONS[Dimension.UNIT], said(Dimension.UNIT, facts.units)),
        (DIMENSIONS[Dimension.CATEGORY], said(Dimension.CATEGORY, facts.categories)),
        (DIMENSIONS[Dimension.KIND], said(Dimension.KIND, facts.kinds)),
        (phrase("Kom in"), ", ".join(_period(key, voice) for key in facts.periods)),
        (
            DIMENSIONS[Dimension.SEVERITY],
            "" if facts.severity is None else said(Dimension.SEVERITY, (facts.severity,)),
        ),
        (DIMENSIONS[Dimension.CAUSE], said(Dimension.CAUSE, facts.causes)),
        (DIMENSIONS[Dimension.CONSEQUENCE], said(Dimension.CONSEQUENCE, facts.consequences)),
        (DIMENSIONS[Dimension.OUTCOME], said(Dimension.OUTCOME, facts.outcomes)),
        (phrase("Åtgärder"), _measures(facts, voice)),
        (DIMENSIONS[Dimension.ACTION_LEVEL], said(Dimension.ACTION_LEVEL, facts.action_levels)),
    ]
    return [(voice.say(name), value) for name, value in rows if value]


def marked(text: str, found: Sequence[Objection], first: int) -> list[Piece]:
    """The text in parts, its places numbered from `first`."""
    pieces: list[Piece] = []
    at = 0
    for number, each in enumerate(found, start=first):
        place = each.place
        pieces.append(Piece(text[at : place.start]))
        pieces.append(Piece(text[place.start : place.end], number, place.certain))
        at = place.end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.words]


def _period(key: str, voice: Voice) -> str:
    period = period_of(key)
    return voice.say(period_name(period) if period else OwnWords(key))


def _measures(facts: CardFacts, voice: Voice) -> str:
    actions = facts.actions
    if not actions.decided:
        return voice.say(phrase("Inga beslutade"))
    return voice.say(
        phrase(
            "Beslutade: %(decided)s, gjorda: %(done)s, med effekt: %(effective)s",
            decided=actions.decided,
            done=actions.done,
            effective=actions.effective,
        )
    )
