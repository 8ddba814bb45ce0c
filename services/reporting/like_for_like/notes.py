"""What has to be known when two periods are held against each other: where they are not alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from services.reporting.figures.questions import Question, asked_about
from services.reporting.like_for_like.comparing import in_period
from services.reporting.periods import Period
from services.reporting.table.columns import RECEIVED_ON
from shared.organisation import Board, Organisation, Unit
from shared.pages.phrases import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Note:
    """One difference. `id` never changes; the text says what it means for the figures."""

    id: str
    text: Phrase


def notes(
    table: pl.DataFrame,
    question: Question,
    periods: tuple[Period, Period],
    organisation: Organisation,
    today: date,
) -> tuple[Note, ...]:
    """Everything in which the periods are not alike for these cases. Raises UnknownFilter."""
    boards = _boards(question, organisation)
    return (
        *_lengths(*periods, today),
        *_beginnings(table, question, periods, boards, organisation),
        *_units(question, periods, organisation),
        *_rules(periods, boards),
        *_imported(table, question, periods, organisation),
    )


def _lengths(now: Period, then: Period, today: date) -> Iterator[Note]:
    if now.first > today:
        yield Note("not-begun", phrase("Perioden har inte börjat."))
    elif now.last >= today:
        yield Note(
            "going-on",
            phrase(
                "Perioden är inte slut: ärenden kan komma till, och det som hände sent är ofta "
                "inte färdigt."
            ),
        )
    if now.days != then.days:
        text = (
            phrase(
                "Perioderna har %(now)s och %(then)s dagar: en dag skiljer.",
                now=now.days,
                then=then.days,
            )
            if abs(now.days - then.days) == 1
            else phrase(
                "Perioderna är olika långa: %(now)s och %(then)s dagar. Jämför andelar, "
                "inte antal.",
                now=now.days,
                then=then.days,
            )
        )
        yield Note("length", text)
    if now.meets(then):
        yield Note("overlap", phrase("Perioderna går i varandra: samma ärende kan räknas i båda."))


def _beginnings(
    table: pl.DataFrame,
    question: Question,
    periods: tuple[Period, Period],
    boards: Iterable[Board],
    organisation: Organisation,
) -> Iterator[Note]:
    """Boards and units have no day on which they began: the first case of theirs is taken."""
    earliest = min(period.first for period in periods)
    firsts: dict[str, date | None] = {
        row[0]: row[1] for row in table.group_by("board").agg(pl.col(RECEIVED_ON).min()).iter_rows()
    }
    for board in boards:
        first = firsts.get(board.id)
        if first is None or first > earliest:
            yield _begins(f"board-begins:{board.id}", board.id, organisation, first)
    for unit in _asked_units(question, organisation):
        whole = question.model_copy(update={"unit": (unit.id,), "first": None, "last": None})
        found = asked_about(table, whole, organisation).select(pl.col(RECEIVED_ON).min()).collect()
        first = found.item()
        if first is None or first > earliest:
            yield _begins(f"unit-begins:{unit.id}", unit.id, organisation, first)


def _begins(note_id: str, name: str, organisation: Organisation, first: date | None) -> Note:
    scope = organisation.unit(name) or organisation.known_board(name)
    if first is None:
        return Note(note_id, phrase("%(scope)s har inga ärenden alls.", scope=scope.name.sv))
    return Note(
        note_id,
        phrase(
            "%(scope)s har inget ärende före %(first)s: en nolla dessförinnan kan betyda att den "
            "inte fanns, eller att ingen räknade.",
            scope=scope.name.sv,
            first=first,
        ),
    )


def _units(
    question: Question, periods: tuple[Period, Period], organisation: Organisation
) -> Iterator[Note]:
    asked = _asked_units(question, organisation)
    boards = {board.id for board in _boards(question, organisation)}
    concerned = (
        {each.id: each for unit in asked for each in (unit, *organisation.units_below(unit.id))}
        if asked
        else {unit.id: unit for unit in organisation.units if unit.board in boards}
    )
    earliest, latest = min(each.first for each in periods), max(each.last for each in periods)
    for unit in concerned.values():
        # One that was closed before both periods is missing from both alike.
        if unit.closed_on and unit.closed_on <= latest and (asked or unit.closed_on > earliest):
            yield Note(
                f"unit-closed:{unit.id}",
                phrase(
                    "%(unit)s finns inte sedan %(day)s. Dess ärenden räknas där de hörde hemma då.",
                    unit=unit.name.sv,
                    day=unit.closed_on,
                ),
            )


def _rules(periods: tuple[Period, Period], boards: Iterable[Board]) -> Iterator[Note]:
    earliest, latest = min(each.first for each in periods), max(each.last for each in periods)
    for board in boards:
        categories = board.category_list
        if categories.version > 1 and earliest < categories.valid_from <= latest:
            yield Note(
                f"categories:{board.id}",
                phrase(
                    "%(board)s har en ny kategorilista (version %(version)s) från %(day)s: "
                    "%(new)s kategorier kom till och %(retired)s används inte längre.",
                    board=board.name.sv,
                    version=categories.version,
                    day=categories.valid_from,
                    new=sum(each.since == categories.version for each in categories.categories),
                    retired=sum(
                        each.retired_in == categories.version for each in categories.categories
                    ),
                ),
            )
        for rule in board.risk_rules:
            if earliest < rule.valid_from <= latest:
                yield Note(
                    f"risk-rule:{board.id}:{rule.version}",
                    phrase(
                        "%(board)s har en annan riskregel från %(day)s: vad som ska utredas vidare "
                        "bedömdes på annat sätt dessförinnan.",
                        board=board.name.sv,
                        day=rule.valid_from,
                    ),
                )


def _imported(
    table: pl.DataFrame,
    question: Question,
    periods: tuple[Period, Period],
    organisation: Organisation,
) -> Iterator[Note]:
    imported = [
        asked_about(table, in_period(question, period), organisation)
        .select(pl.col("imported").fill_null(value=False).sum())
        .collect()
        .item()
        for period in periods
    ]
    if any(imported):
        yield Note(
            "imported",
            phrase(
                "Ur tidigare system är %(now)s ärenden i den ena perioden och %(then)s i den "
                "andra. Det som inte antecknades där är okänt och räknas inte.",
                now=imported[0],
                then=imported[1],
            ),
        )


def _boards(question: Question, organisation: Organisation) -> tuple[Board, ...]:
    asked = {board.id for name in question.board if (board := organisation.board(name))}
    asked |= {unit.board for unit in _asked_units(question, organisation)}
    return tuple(board for board in organisation.boards if not asked or board.id in asked)


def _asked_units(question: Question, organisation: Organisation) -> tuple[Unit, ...]:
    board = question.board[0] if len(question.board) == 1 else None
    found = (organisation.unit(name) or organisation.unit(name, board) for name in question.unit)
    return tuple(unit for unit in found if unit is not None)
