"""What the figures of a published report have become since: listed, never silently changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.asking import Asked
from services.reporting.report.content import ReportFigure
from services.reporting.report.references import WrongReference, parsed


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that is another today. None: nothing to reckon from, or hidden as a small number."""

    ref: str
    figure: str
    first: date
    last: date
    was: int | None
    was_of: int | None
    now: int | None
    now_of: int | None
    hidden: bool
    """Whether either number is hidden: then neither is told."""


def corrections(
    frozen: Sequence[ReportFigure], today: Sequence[ReportFigure], then: Asked, now: Asked
) -> tuple[Correction, ...]:
    """Each figure of either report that differs; what only one of them has is asked of the other.

    `then` and `now` answer from the facts of then and of now.
    """
    before, after = ({each.ref: each for each in report} for report in (frozen, today))
    references = list(dict.fromkeys([*before, *after]))
    return tuple(_differing(references, before, after, then, now))


def _differing(
    references: Sequence[str],
    before: dict[str, ReportFigure],
    after: dict[str, ReportFigure],
    then: Asked,
    now: Asked,
) -> Iterator[Correction]:
    for ref in references:
        was, has_become = before.get(ref), after.get(ref)
        if was is None or has_become is None:
            other = then if was is None else now
            found = _asked(ref, other)
            was, has_become = was or found, has_become or found
        if was is None or has_become is None:
            continue
        hidden = was.hidden or has_become.hidden
        if hidden and was.hidden and has_become.hidden:
            continue
        if hidden or (was.value, was.of) != (has_become.value, has_become.of):
            yield Correction(
                ref,
                was.id,
                was.first,
                was.last,
                None if hidden else was.value,
                None if hidden else was.of,
                None if hidden else has_become.value,
                None if hidden else has_become.of,
                hidden,
            )


def _asked(ref: str, asked: Asked) -> ReportFigure | None:
    """None of what cannot be asked, and of numbers by gender, where small ones are hidden."""
    try:
        reference, _ = parsed(ref)
        if Dimension.GENDER in dict(reference.filters):
            return None
        return asked.of(reference)
    except WrongReference:
        return None
