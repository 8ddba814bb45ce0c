"""Answers to the survey as numbers, question by question, without those that are too few."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import polars as pl

from services.reporting.figures.suppression import LIMIT, TOTAL, hidden_in_table
from services.reporting.surveys import SurveyAnswer
from services.reporting.table.columns import ID
from shared.organisation.surveys import NO_OPINION, STEPS

CONTENT = (4, 5)
"""The steps that count as content."""
CHOICES = (*STEPS, NO_OPINION)

Group = str | None
"""A board or a unit; None where the case has none, or is not counted any more."""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was answered to a question; None where it is too few to be told."""

    question: str
    group: Group
    answers: int | None
    """All of them, no opinion too."""
    by_choice: Mapping[int, int | None]
    mean: float | None
    """Of the steps 1 to 5."""
    content: float | None
    """The part that answered 4 or 5, of those with an opinion: 0 to 1."""


def table_of_answers(answers: Iterable[SurveyAnswer], facts: pl.DataFrame) -> pl.DataFrame:
    """A row for each question that was answered, with the board and the unit of its case."""
    rows = [
        (answer.case_id, answer.survey, question, step, answer.entered_by_staff)
        for answer in answers
        for question, step in answer.answers.items()
    ]
    columns = {
        ID: pl.String(),
        "survey": pl.String(),
        "question": pl.String(),
        "step": pl.Int8(),
        "by_staff": pl.Boolean(),
    }
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    places = facts.select(ID, pl.col("board").cast(pl.String()), pl.col("unit").cast(pl.String()))
    return frame.join(places, on=ID, how="left")


def results(
    answers: pl.DataFrame, by: str | None = None, limit: int = LIMIT
) -> list[QuestionResult]:
    """Each question by `board` or `unit`, or as a whole; small numbers are hidden.

    Of each question the groups and what they answered are one table that adds up, and what is
    hidden cannot be worked out from the rest of it.
    """
    return list(chain.from_iterable(_of_question(*each, by, limit) for each in _questions(answers)))


def content_share(answers: pl.DataFrame, question: str) -> tuple[int, int]:
    """How many are content, and of how many with an opinion."""
    steps = answers.filter(pl.col("question") == question, pl.col("step") != NO_OPINION)["step"]
    return int(steps.is_in(CONTENT).sum()), len(steps)


def _questions(answers: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for question in answers["question"].unique().sort():
        yield question, answers.filter(pl.col("question") == question)


def _of_question(
    question: str, answers: pl.DataFrame, by: str | None, limit: int
) -> Iterator[QuestionResult]:
    groups: Sequence[Group] = [None]
    if by is not None:
        groups = sorted(answers[by].unique().to_list(), key=lambda each: (each is None, each or ""))
    table = [[_number(answers, by, group, choice) for choice in CHOICES] for group in groups]
    hidden = hidden_in_table(table, limit)
    for row, (group, numbers) in enumerate(zip(groups, table, strict=True)):
        seen = {
            choice: None if (row, column) in hidden else number
            for column, (choice, number) in enumerate(zip(CHOICES, numbers, strict=True))
        }
        whole = (row, TOTAL) in hidden or (by is None and (TOTAL, TOTAL) in hidden)
        yield QuestionResult(
            question,
            group,
            None if whole else sum(numbers),
            seen,
            *_summed_up(seen if not whole else {}),
        )


def _number(answers: pl.DataFrame, by: str | None, group: Group, choice: int) -> int:
    here = answers if by is None else answers.filter(pl.col(by).eq_missing(pl.lit(group)))
    return here.filter(pl.col("step") == choice).height


def _summed_up(seen: Mapping[int, int | None]) -> tuple[float | None, float | None]:
    """Mean and part that is content; None where a number that they are made of is hidden."""
    steps = {step: seen.get(step) for step in STEPS}
    known = {step: number for step, number in steps.items() if number is not None}
    opinions = sum(known.values())
    if len(known) < len(STEPS) or not opinions:
        return None, None
    return (
        sum(step * number for step, number in known.items()) / opinions,
        sum(known[step] for step in CONTENT) / opinions,
    )
