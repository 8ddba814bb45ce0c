"""Which cases the internal control is asked about: read from the address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.notifications.proof.control import Acknowledged, Answered
from services.notifications.proof.controlling import Class, Period
from shared.organisation import Board
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

BOARD, FROM, TO, SHOWN, PAGE = "namnd", "fran", "till", "visa", "sida"
_ACKNOWLEDGED, _ANSWERED = "bekraftade", "besvarade"


@dataclass(frozen=True)
class Asked:
    """The control that was asked for, or what must be put right before it can be run."""

    boards: tuple[str, ...]
    form: FormState
    period: Period | None
    """None where something is wrong."""
    listed: Class | None
    page: int


@dataclass(frozen=True)
class Preset:
    """A period that is often asked for."""

    text: Phrase
    period: Period


def asked(query: Mapping[str, str], boards: Sequence[Board], today: date) -> Asked:
    """What the address asks for; this year where it says nothing."""
    wrong: dict[str, Phrase] = {}
    default = presets(today)[4].period
    first = _day(query.get(FROM, ""), default.first, FROM, wrong)
    last = _day(query.get(TO, ""), default.last, TO, wrong)
    period = Period(first, last)
    if not wrong and not period.is_in_order:
        wrong[TO] = (
            phrase("Sista dagen är före den första.")
            if last < first
            else phrase("Välj högst 400 dagar.")
        )
    board = query.get(BOARD, "")
    chosen = tuple(each.id for each in boards if board in ("", each.id))
    typed = {
        BOARD: board if chosen else "",
        FROM: query.get(FROM, "") if FROM in wrong else first.isoformat(),
        TO: query.get(TO, "") if TO in wrong else last.isoformat(),
    }
    page = query.get(PAGE, "")
    return Asked(
        boards=chosen or tuple(each.id for each in boards),
        form=FormState.of(typed, wrong),
        period=None if wrong else period,
        listed=_class(query.get(SHOWN, "")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0,
    )


def shown(listed: Class) -> str:
    """How a class stands in the address."""
    if listed.acknowledged:
        return f"{_ACKNOWLEDGED}-{listed.acknowledged}"
    return f"{_ANSWERED}-{listed.answered}"


def presets(today: date) -> tuple[Preset, ...]:
    """This month, the last, this quarter, the last, this year, the last."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    before = quarter - timedelta(days=1)
    last_quarter = before.replace(month=before.month - 2, day=1)
    last_year = year.replace(year=year.year - 1)
    return (
        Preset(phrase("Den här månaden"), Period(month, today)),
        Preset(phrase("Förra månaden"), Period(last_month, month - timedelta(days=1))),
        Preset(phrase("Det här kvartalet"), Period(quarter, today)),
        Preset(phrase("Förra kvartalet"), Period(last_quarter, before)),
        Preset(phrase("I år"), Period(year, today)),
        Preset(phrase("Förra året"), Period(last_year, year - timedelta(days=1))),
    )


def _class(text: str) -> Class | None:
    of, _, name = text.partition("-")
    if of == _ACKNOWLEDGED and name in set(Acknowledged):
        return Class(acknowledged=Acknowledged(name))
    if of == _ANSWERED and name in set(Answered):
        return Class(answered=Answered(name))
    return None


def _day(text: str, default: date, name: str, wrong: dict[str, Phrase]) -> date:
    if not text.strip():
        return default
    day = typed_day(text)
    if day is None:
        wrong[name] = phrase("Skriv dagen som 2026-01-31.")
    return day or default
