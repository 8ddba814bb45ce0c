"""What can be chosen in the fields of the steps, and what is chosen from the start."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.workflow.pages.forms.field import Choices, Sheet
from services.workflow.pages.labels import OwnWords
from services.workflow.pages.words import ACTION_KINDS, PAPERS, RECEIVERS
from shared.events.handling_words import ActionState, DismissReason, Relation
from shared.events.vocabulary import Kind, Law
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.handling_words import (
    ACTION_LEVELS,
    CONSEQUENCES,
    DEGREES,
    DISMISS_REASONS,
    PROBABILITIES,
)
from shared.pages.phrases import Label, phrase
from shared.pages.words import CAUSES, KINDS, LAWS, WAYS

Offer = Callable[[Sheet], Choices]
Preset = Callable[[Sheet], tuple[str, ...]]

NOT_SAID = Choice("", phrase("Inte angivet"))
YES_NO = (Choice("yes", phrase("Ja")), Choice("no", phrase("Nej")))
YES_NO_UNKNOWN = (*YES_NO, Choice("", phrase("Vet inte")))


def one_of(words: Mapping[Any, Label], only: Iterable[Any] | None = None) -> Offer:
    """The words of a vocabulary, or some of them."""
    chosen = tuple(words if only is None else only)
    choices = Choices(tuple(Choice(str(word), words[word]) for word in chosen))
    return lambda _sheet: choices


def one_or_none_of(
    words: Mapping[Any, Label], none: Choice = NOT_SAID, only: Iterable[Any] | None = None
) -> Offer:
    """As `one_of`, with a way to say nothing."""
    offer = one_of(words, only)
    return lambda sheet: Choices((none, *offer(sheet).free))


def fixed(*choices: Choice) -> Offer:
    """Always the same."""
    return lambda _sheet: Choices(choices)


def as_it_is(name: str) -> Preset:
    """What the case's facts have."""

    def preset(sheet: Sheet) -> tuple[str, ...]:
        value = getattr(sheet.case.facts, name)
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        return ("",) if value is None else (str(value),)

    return preset


def today(sheet: Sheet) -> tuple[str, ...]:
    """The Swedish day."""
    return (sheet.today.isoformat(),)


def accounts(sheet: Sheet) -> Choices:
    """Whom the case can be given, the proposed one first."""
    shown = tuple(Choice(each.account, each.label) for each in sheet.offered)
    if len(shown) < 2:
        return Choices(shown)
    return Choices(
        (),
        (
            ChoiceGroup(phrase("Föreslagen"), shown[:1]),
            ChoiceGroup(phrase("Någon annan"), shown[1:]),
        ),
    )


def accounts_or_responsible(sheet: Sheet) -> Choices:
    """As `accounts`, with the one who answers for the case if nobody is chosen."""
    shown = tuple(Choice(each.account, each.label) for each in sheet.offered)
    return Choices((Choice("", phrase("Den som ansvarar för ärendet")), *shown))


def proposed(sheet: Sheet) -> tuple[str, ...]:
    """The one who should have the case."""
    return (sheet.offered[0].account,) if sheet.offered else ()


def categories(sheet: Sheet) -> Choices:
    """What the board's list offers for the case's kind."""
    offered = sheet.board.category_list.offered(sheet.case.facts.kind)
    return Choices((NOT_SAID, *(Choice(each.id, each.name) for each in offered)))


def kinds(sheet: Sheet) -> Choices:
    """A lex Sarah report stays one, and nothing becomes one."""
    is_report = sheet.case.facts.kind is Kind.LEX_SARAH
    return one_of(KINDS, [kind for kind in Kind if (kind is Kind.LEX_SARAH) is is_report])(sheet)


def laws(sheet: Sheet) -> Choices:
    """The board's."""
    return Choices((NOT_SAID, *(Choice(law, LAWS[law]) for law in sheet.board.laws)))


lex_sarah_laws = one_or_none_of(
    LAWS, Choice("", phrase("Den lag som ärendet står under")), (Law.SOL, Law.LSS)
)


def units(sheet: Sheet) -> Choices:
    """The board's open units, as a tree."""
    shown = [
        Choice(unit.id, unit.name, level=len(sheet.organisation.units_above(unit.id)))
        for unit in sheet.organisation.units_of(sheet.board.id)
        if unit.is_open(sheet.today) or unit.id == sheet.case.facts.unit
    ]
    return Choices((Choice("", phrase("Ingen enhet vald")), *shown))


def found_causes(sheet: Sheet) -> Choices:
    """Those that the investigation found."""
    found = [cause for cause in CAUSES if cause in sheet.case.facts.causes]
    return one_of(CAUSES, found)(sheet)


def measures_that_are(*states: ActionState) -> Offer:
    """The case's measures in one of the states."""

    def offer(sheet: Sheet) -> Choices:
        return Choices(
            tuple(
                Choice(
                    str(measure.number),
                    phrase(
                        "%(number)s. %(kind)s",
                        number=measure.number,
                        kind=ACTION_KINDS[measure.kind],
                    ),
                    hint=OwnWords(measure.text),
                )
                for measure in sheet.case.measures
                if measure.state in states
            )
        )

    return offer


def only_measure(*states: ActionState) -> Preset:
    """The measure, where there is but one that it can be."""

    def preset(sheet: Sheet) -> tuple[str, ...]:
        found = [str(each.number) for each in sheet.case.measures if each.state in states]
        return tuple(found) if len(found) == 1 else ()

    return preset


def papers(sheet: Sheet) -> Choices:
    """The case's papers by number."""
    return Choices(
        tuple(
            Choice(
                str(paper.number),
                phrase(
                    "%(number)s. %(kind)s, %(day)s",
                    number=paper.number,
                    kind=PAPERS[paper.kind],
                    day=paper.on,
                ),
            )
            for paper in sheet.case.papers
        )
    )


def dismiss_reasons(sheet: Sheet) -> Choices:
    """Those that can hold for the case."""
    facts = sheet.case.facts
    merged = any(link.relation is Relation.MERGED_INTO for link in sheet.case.links)
    barred = {
        *({DismissReason.NOT_A_DEVIATION} if facts.kind is not Kind.DEVIATION else ()),
        *({DismissReason.DUPLICATE} if not merged and not sheet.case.links else ()),
    }
    return one_of(DISMISS_REASONS, [each for each in DISMISS_REASONS if each not in barred])(sheet)


action_kinds = one_of(ACTION_KINDS)
action_levels = one_of(ACTION_LEVELS)
causes = one_of(CAUSES)
consequences = one_of(CONSEQUENCES)
degrees = one_of(DEGREES)
probabilities = one_of(PROBABILITIES)
receivers = one_of(RECEIVERS)
ways = one_or_none_of(WAYS, Choice("", phrase("Som den som klagar önskar")))
