"""A length of time as a board writes it: `{ working_days = 2 }`, `{ days = 14 }`."""

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.calendar import add_months, add_working_days

Count = Annotated[int, Field(strict=True, ge=0, le=3650)]


class Span(BaseModel):
    """Exactly one of the four is given. 0 means the same day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    working_days: Count | None = None
    days: Count | None = None
    """Calendar days."""
    months: Count | None = None
    years: Count | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a length of time is exactly one of working_days, days, months, years")
        return self

    @property
    def in_working_days(self) -> bool:
        """Whether only working days count."""
        return self.working_days is not None

    def after(self, day: date) -> date:
        """The day that lies this long after `day`, which is not itself counted."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The day that lies this long before `day`, which is not itself counted."""
        return self._moved(day, -1)

    def _moved(self, day: date, direction: int) -> date:
        if self.working_days is not None:
            return add_working_days(day, direction * self.working_days)
        if self.days is not None:
            return day + timedelta(days=direction * self.days)
        months = (self.months or 0) + 12 * (self.years or 0)
        return add_months(day, direction * months)
