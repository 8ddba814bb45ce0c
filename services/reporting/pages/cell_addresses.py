"""Where a value or a cell of a table leads: to the cases that have just these values."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.reporting.figures.asked_period import period_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.statistics import Value
from services.reporting.pages.asked import FILTERS, FROM, TO, Asked
from services.reporting.pages.words import PERIODS
from shared.organisation import Organisation


class CellAddresses:
    """Addresses of what is asked, narrowed further. Empty where no address says just that."""

    def __init__(self, asked: Asked, path: str, organisation: Organisation) -> None:
        self._asked = asked
        self._path = path
        self._organisation = organisation

    def of(
        self,
        values: Iterable[tuple[Dimension, Value]],
        more: Sequence[tuple[str, str]] = (),
    ) -> str:
        """The cases that have all these values; `more` goes along."""
        pairs: list[tuple[str, str]] = []
        first, last = self._asked.period.first, self._asked.period.last
        for dimension, value in values:
            if not self._can_be_asked(dimension, value):
                return ""
            if dimension in PERIODS:
                period = period_of(str(value))
                if period is None or period.first is None or period.last is None:
                    return ""
                first = max(first or date.min, period.first)
                last = min(last or date.max, period.last)
            else:
                pairs.append((str(dimension), str(value)))
        if (first, last) != (self._asked.period.first, self._asked.period.last):
            pairs += [(name, day.isoformat()) for name, day in ((FROM, first), (TO, last)) if day]
        return self._asked.address(self._path, *pairs, *more)

    def _can_be_asked(self, dimension: Dimension, value: Value) -> bool:
        if value is None:
            return False
        if dimension in PERIODS:
            return True
        if dimension is Dimension.UNIT:
            # Asked for, a unit counts with everything below it; in a table it is itself alone.
            return self._organisation.unit(str(value)) is not None and not (
                self._organisation.units_below(str(value))
            )
        if dimension.has_several and str(dimension) in self._asked.filters:
            # Of a cause and another cause: an address says "one of them", never both.
            return False
        return str(dimension) in FILTERS
