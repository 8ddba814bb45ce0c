"""The figures of a report's cases, by reference; each is reckoned once."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.control_points import PointLine, control_point_table
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Days, Share
from services.reporting.figures.questions import UnknownFilter, asked_about
from services.reporting.figures.reckoning import Reckoned, reckoned
from services.reporting.figures.statistics import counted
from services.reporting.report.content import ReportFigure
from services.reporting.report.references import (
    UNIT_ITSELF,
    Reference,
    WrongReference,
    question_of,
)
from services.reporting.report.spans import Span
from services.reporting.report.words import UNKNOWN
from services.reporting.table.columns import RECEIVED_ON
from shared.events.vocabulary import Kind
from shared.organisation import Organisation
from shared.pages.phrases import phrase

_ALL = tuple(FIGURES.values())


class Asked:
    """Answers from one table, and remembers what it was asked, in order."""

    def __init__(self, table: pl.DataFrame, span: Span, organisation: Organisation) -> None:
        self.span = span
        self._organisation = organisation
        self._cases = {before: _of_period(table, span, before=before) for before in (False, True)}
        self._known: dict[Reference, ReportFigure] = {}
        self._whole(before=False)
        self._whole(before=True)

    @property
    def figures(self) -> tuple[ReportFigure, ...]:
        """All that was asked for, and every figure of all the cases of both periods."""
        return tuple(self._known.values())

    def __call__(self, figure: str, *, before: bool = False, **filters: str) -> ReportFigure:
        """One figure; filters have one value each. Raises WrongReference."""
        return self.of(Reference.to(figure, before=before, **filters))

    def received(self, filters: Mapping[str, str]) -> ReportFigure:
        """How many cases have these values. Raises WrongReference."""
        given = tuple(sorted((key, (str(value),)) for key, value in filters.items()))
        return self.of(Reference("received", given))

    def of(self, reference: Reference) -> ReportFigure:
        """The figure that is referred to. Raises WrongReference."""
        if reference not in self._known:
            (found,) = reckoned(self._about(reference), [FIGURES[reference.figure]])
            self._remember(reference, found)
        return self._known[reference]

    def known(self, reference: Reference) -> ReportFigure | None:
        """What has been asked for already; None of what has not."""
        return self._known.get(reference)

    def values(self, dimension: Dimension, *, before: bool = False, **filters: str) -> list[str]:
        """Which values occur, the most frequent first; what is not known is last, as `-`."""
        cases = self._about(Reference.to("received", before=before, **filters))
        rows = counted(cases, [dimension]).rows
        ordered = sorted(rows, key=lambda row: (row.values[0] is None, -row.count))
        return [UNKNOWN if row.values[0] is None else str(row.values[0]) for row in ordered]

    def kinds(self) -> list[Kind]:
        """The kinds that occur in either period, in their own order."""
        present = {
            *self.values(Dimension.KIND),
            *self.values(Dimension.KIND, before=True),
        }
        return [kind for kind in Kind if kind in present]

    def points(self) -> Sequence[PointLine]:
        """The auditors' table of the report's period."""
        return control_point_table(self._cases[False].lazy())

    def hide(self, references: Sequence[Reference]) -> None:
        """Keep these numbers out of the report."""
        hidden = {"value": None, "of": None, "share": None, "hidden": True}
        for reference in references:
            self._known[reference] = self._known[reference].model_copy(update=hidden)

    def _whole(self, *, before: bool) -> None:
        for found in reckoned(self._cases[before].lazy(), _ALL):
            self._remember(Reference.to(found.figure, before=before), found)

    def _remember(self, reference: Reference, found: Reckoned) -> None:
        measure = FIGURES[found.figure].measure
        period = self.span.before if reference.before else self.span.period
        self._known[reference] = ReportFigure(
            ref=str(reference),
            id=found.figure,
            filters=dict(reference.filters),
            first=period.first,
            last=period.last,
            value=found.value,
            of=found.of,
            share=found.share if isinstance(measure, Share) else None,
            days=isinstance(measure, Days),
        )

    def _about(self, reference: Reference) -> pl.LazyFrame:
        self._check_words(reference)
        question = question_of(reference)
        cases = self._cases[reference.before]
        try:
            asked = asked_about(cases, question, self._organisation)
        except UnknownFilter as error:
            unit = ",".join(question.unit)
            raise WrongReference(
                phrase("Det finns ingen enhet ”%(unit)s”, eller flera.", unit=unit)
            ) from error
        return asked.filter(pl.lit(value=True), *_beside(dict(reference.filters)))

    def _check_words(self, reference: Reference) -> None:
        """Raise WrongReference for a category or theme that is neither listed nor found."""
        board = self._organisation.known_board(self.span.board)
        for key, values in reference.filters:
            if key not in _FREE:
                continue
            found = {word for table in self._cases.values() for word in _words(table, key)}
            for value in values:
                listed = key == Dimension.CATEGORY and board.category_list.find(value)
                if not listed and value not in {*found, UNKNOWN}:
                    raise WrongReference(
                        phrase(
                            "”%(value)s” finns inte bland ärendena (%(name)s).",
                            value=value,
                            name=key,
                        )
                    )


_FREE = {str(Dimension.CATEGORY), str(Dimension.THEME)}
"""Dimensions whose values are the organisation's own words."""


def _words(table: pl.DataFrame, key: str) -> set[str]:
    column = table.select(Dimension(key).expression.alias(key))[key]
    words = column.explode() if Dimension(key).has_several else column
    return {str(word) for word in words.drop_nulls().unique()}


def cases_of(table: pl.DataFrame, span: Span) -> pl.DataFrame:
    """The board's cases of the report's two periods: all that a report is made of."""
    in_either = pl.any_horizontal(
        pl.col(RECEIVED_ON).is_between(period.first, period.last)
        for period in (span.period, span.before)
    )
    return table.filter(pl.col("board") == span.board, in_either)


def _of_period(table: pl.DataFrame, span: Span, *, before: bool) -> pl.DataFrame:
    period = span.before if before else span.period
    inside = pl.col(RECEIVED_ON).is_between(period.first, period.last)
    return table.filter(pl.col("board") == span.board, inside)


def _beside(filters: Mapping[str, Sequence[str]]) -> Iterator[pl.Expr]:
    """What a question cannot be asked: a unit without those below it, and what is not known."""
    for key, values in filters.items():
        known = [value for value in values if value != UNKNOWN]
        if key == UNIT_ITSELF:
            found = pl.col("unit").is_in(known)
            yield (found | pl.col("unit").is_null()) if UNKNOWN in values else found
        elif UNKNOWN in values:
            dimension = Dimension(key)
            column = dimension.expression
            missing = column.list.len() == 0 if dimension.has_several else column.is_null()
            if known:
                raise WrongReference(
                    phrase("”-” i %(name)s står ensamt, utan andra värden.", name=key)
                )
            yield missing
