"""What is known of a case, as rows of words; and what of it stands out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.workflow.case import FINISHED, Case
from services.workflow.pages.facts_in_words import NO, YES, FactWords, Joined
from services.workflow.pages.labels import DayLabel, OwnWords
from services.workflow.pages.words import NOT_REACHED
from shared.events.facts import Mark
from shared.events.vocabulary import (
    ComplainantView,
    Kind,
    LexSarahState,
    ReporterKind,
)
from shared.organisation import Organisation
from shared.pages.handling_words import DEGREES, MISCONDUCTS, PROBABILITIES
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import (
    CHANNELS,
    COMPLAINANT_VIEWS,
    DISCOVERERS,
    KINDS,
    LAWS,
    LEX_SARAH_STATES,
    OUTCOMES,
    REPORTER_KINDS,
    STATUSES,
    WAYS,
    WISHES,
)

Row = tuple[Phrase, Label]

_MARKS = {
    Mark.UNIT_UNKNOWN: phrase("Enheten som angavs finns inte"),
    Mark.UNREADABLE: phrase("Kunde inte läsas"),
    Mark.NO_SENDER: phrase("Avsändare saknas"),
    Mark.NO_TEXT: phrase("Text saknas"),
    Mark.TOO_LARGE: phrase("För stort: bara början finns här"),
    Mark.RELEASED: phrase("Togs först för skräppost"),
}


_WHOSE = {"ivo": "IVO", "region": "Regionen", "partner": "Avsändaren"}
"""Numbers that came with a submission have its channel as owner."""


@dataclass(frozen=True)
class Badge:
    """A word that stands out; the tone only adds to it."""

    text: Label
    tone: str = "plain"


class KnownFacts:
    """Says what is known in the organisation's words."""

    def __init__(self, organisation: Organisation, words: FactWords) -> None:
        self._organisation = organisation
        self._words = words

    def rows(self, case: Case) -> Iterator[Row]:
        """In the order in which they are asked for."""
        facts = case.facts
        if facts.responsible:
            yield phrase("Ansvarig"), self._words.account(facts.responsible)
        else:
            yield phrase("Ansvarig"), phrase("Ingen än")
        if case.desk is not None and case.desk.open and case.desk.due is not None:
            yield phrase("Klart senast"), self._due(case, case.desk.due, case.desk.rule)
        yield from self._risk(case)
        yield phrase("Kom in"), Joined(DayLabel(facts.received_on), CHANNELS[facts.channel])
        if facts.occurred_on:
            yield phrase("Hände"), DayLabel(facts.occurred_on)
        board = self._organisation.known_board(facts.board)
        yield phrase("Nämnd"), board.name
        if facts.unit:
            yield phrase("Enhet"), self._words.unit(facts.unit, board.id)
        elif case.content.unit_as_given:
            yield phrase("Enhet som angavs"), OwnWords(case.content.unit_as_given)
        if facts.category:
            yield phrase("Kategori"), self._words.category(facts.category, board.id)
        if facts.themes:
            yield phrase("Teman"), OwnWords(", ".join(facts.themes))
        if facts.law:
            yield phrase("Lag"), LAWS[facts.law]
        if facts.first_kind is not facts.kind:
            yield phrase("Kom in som"), KINDS[facts.first_kind]
        if facts.reporter_kind is not ReporterKind.UNKNOWN:
            yield phrase("Lämnat av"), REPORTER_KINDS[facts.reporter_kind]
        if facts.kind is Kind.DEVIATION:
            yield phrase("Upptäckt av"), DISCOVERERS[facts.discovered_by]
        if facts.also_found_by:
            also = (DISCOVERERS[each] for each in facts.also_found_by)
            yield phrase("Upptäckt också av"), Joined(*also)
        if facts.kind is not Kind.LEX_SARAH:
            wish: list[Label] = [WISHES[facts.feedback_wish]]
            if facts.feedback_way:
                wish.append(WAYS[facts.feedback_way])
            yield phrase("Svar"), Joined(*wish)
        if facts.feedback_by:
            yield phrase("Önskar svar senast"), DayLabel(facts.feedback_by)
        yield from _found(case)
        for number in case.external_numbers:
            yield (
                phrase("Andras nummer"),
                OwnWords(f"{_WHOSE.get(number.of, number.of)} {number.number}"),
            )
        yield phrase("Referens"), OwnWords(facts.reference)

    def _due(self, case: Case, due: date, rule: str | None) -> Label:
        deadline = self._organisation.known_board(case.facts.board).deadline(rule or "")
        return Joined(DayLabel(due), deadline.name) if deadline else DayLabel(due)

    def _risk(self, case: Case) -> Iterator[Row]:
        facts = case.facts
        if facts.severity is None or facts.probability is None:
            yield phrase("Risk"), phrase("Inte bedömd")
            return
        yield phrase("Allvarlighetsgrad"), DEGREES[facts.severity]
        yield phrase("Sannolikhet"), PROBABILITIES[facts.probability]
        value = facts.severity * facts.probability
        yield (
            phrase("Risk"),
            phrase("%(value)s: ska utredas", value=value)
            if facts.must_investigate
            else phrase("%(value)s: behöver inte utredas", value=value),
        )


def badges_of(case: Case) -> Iterator[Badge]:
    """What a reader should see at once."""
    facts = case.facts
    done = facts.status in FINISHED
    yield Badge(STATUSES[facts.status], "good" if done else "progress")
    if facts.unreached:
        yield Badge(NOT_REACHED, "danger")
    if facts.complainant_view is ComplainantView.DISPUTES:
        yield Badge(phrase("Den som klagade håller inte med"), "attention")
    if facts.reopened:
        yield Badge(phrase("Återöppnat"))
    if facts.kind is not Kind.LEX_SARAH and facts.lex_sarah is not LexSarahState.NONE:
        tone = "plain" if facts.lex_sarah is LexSarahState.DECLINED else "attention"
        yield Badge(phrase("Lex Sarah: %(state)s", state=LEX_SARAH_STATES[facts.lex_sarah]), tone)
    if facts.protected_identity:
        yield Badge(phrase("Skyddade personuppgifter"), "danger")
    if facts.child_concern:
        yield Badge(phrase("Oro för barn"), "danger")
    if facts.data_breach:
        yield Badge(phrase("Personuppgifter"), "attention")
    if facts.anonymous:
        yield Badge(phrase("Anonym"))
    for mark in facts.marks:
        yield Badge(_MARKS[mark], "attention")


def _found(case: Case) -> Iterator[Row]:
    facts = case.facts
    if facts.outcome:
        yield phrase("Visade sig vara"), OUTCOMES[facts.outcome]
    if facts.complainant_view is not ComplainantView.NOT_ASKED:
        yield phrase("Den som klagade"), COMPLAINANT_VIEWS[facts.complainant_view]
    if facts.misconduct:
        yield phrase("Lex Sarah"), MISCONDUCTS[facts.misconduct]
    for name, asked in (
        (phrase("Personuppgifter röjda"), facts.data_breach),
        (phrase("Oro för ett barn"), facts.child_concern),
    ):
        if asked is not None:
            yield name, YES if asked else NO
    if facts.child_reported_on:
        yield phrase("Orosanmälan gjord"), DayLabel(facts.child_reported_on)
