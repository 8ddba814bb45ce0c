"""What came in month by month, with the year before: on every page in the same way."""

from collections.abc import Sequence
from datetime import date

from services.reporting.facts_in_use import Cases
from services.reporting.figures.months import a_year_earlier, months_asked, received_in, until
from services.reporting.pages.asked import PERIOD, Asked
from services.reporting.pages.frame import FIGURES_PATH
from services.reporting.pages.pictured import Pictured, months_pictured
from services.reporting.pages.voice import Voice
from shared.pages.phrases import phrase

RECEIVED = f"{FIGURES_PATH}/received"


def received_by_month(asked: Asked, cases: Cases, today: date, voice: Voice) -> Pictured | None:
    """None where there are no months: all time, and not a single case."""
    in_period = cases.asked(asked.question)
    months = months_asked(in_period, asked.period)
    if not months:
        return None
    counts: Sequence[int | None] = until(months, received_in(in_period, months), today)
    lines = {voice.say(asked.period_name): counts}
    earlier = asked.period.a_year_earlier()
    if earlier is not None:
        before = cases.asked(asked.in_period(earlier).question)
        lines[voice.say(phrase("Året innan"))] = received_in(before, a_year_earlier(months))
    addresses = [asked.address(RECEIVED, (PERIOD, month)) for month in months]
    return months_pictured("months", phrase("Inkomna per månad"), months, lines, voice, addresses)
