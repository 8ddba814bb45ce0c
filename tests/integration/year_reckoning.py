"""Who is to be told what and when in a year, reckoned plainly: day by day, by a list of holidays.

Nothing of the product's own reckoning is used: no calendar, no deadlines, no occasions. A clock
is a count of days; a day on which it stands still is not counted.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared.events.facts import CaseFacts
from shared.organisation import Organisation
from tests.integration.year_lives import DAY, SWEDEN, Life
from tests.integration.year_rules import RULES

_RED = """
2025-12-24 2025-12-25 2025-12-26 2025-12-31
2026-01-01 2026-01-06 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-06-19 2026-12-24 2026-12-25
2026-12-31
2027-01-01 2027-01-06 2027-03-26 2027-03-29 2027-05-06 2027-06-25 2027-12-24 2027-12-31
"""
RED_DAYS = frozenset(map(date.fromisoformat, _RED.split()))
"""Those of the Swedish holidays that fall on a Monday to Friday; eves that are free as well."""

STOPS = {"answered_at", "closed_at", "followed_up_at"}
LINES = {
    "forsorjningsstod-mottagning": (
        "manager-forsorjningsstod-mottagning",
        "manager-forsorjningsstod",
        "head-forsorjningsstod",
        "manager-individ-familj",
        "head-sn",
    ),
    "forsorjningsstod": (
        "manager-forsorjningsstod",
        "head-forsorjningsstod",
        "manager-individ-familj",
        "head-sn",
    ),
    "barn-unga-utredning": (
        "manager-barn-unga-utredning",
        "manager-barn-unga-familj",
        "head-barn-unga-familj",
        "manager-individ-familj",
        "head-sn",
    ),
    None: ("head-sn",),
}
"""The managers over each unit, from below: as deploy/organisation/units/sn.toml has them."""
COORDINATORS = {"barn-unga-utredning": "coordinator-barn-unga-familj"}


@dataclass(frozen=True, order=True)
class Told:
    """One thing said to one recipient. `at` is when (UTC)."""

    case_id: str
    rule: str
    measure: int
    due: date
    stage: str
    level: int
    recipient: str
    at: datetime


def reckoned(life: Life, looks: Sequence[datetime]) -> Iterator[Told]:
    """What the case gives cause to say, at these instants and in their order."""
    said: set[tuple[Any, ...]] = set()
    for number, (since, facts) in enumerate(life.states):
        until = life.states[number + 1][0] if number + 1 < len(life.states) else None
        here = [look for look in looks if since <= look and (until is None or look < until)]
        planned = list(_planned(facts))
        while here:
            # The first look at which anything is due that has not been said.
            pending = [each for each in planned if each[:5] not in said]
            if not pending:
                break
            first = min(each[5] for each in pending)
            here = [look for look in here if look >= first]
            if not here:
                break
            look = here.pop(0)
            due = [each for each in pending if each[5] <= look]
            said |= {each[:5] for each in due}
            yield from _said(life, facts, _of_use(due), look)


def _of_use(due: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    chosen = []
    for each in due:
        of_same = [other for other in due if other[:2] == each[:2]]
        stage, level = each[3], each[4]
        if stage == "escalated":
            keep = level == max(other[4] for other in of_same if other[3] == "escalated")
        elif stage == "due":
            keep = True
        else:
            keep = not any(other[3] in ("due", "escalated") for other in of_same)
        if keep:
            chosen.append(each)
    return chosen


def _said(
    life: Life, facts: CaseFacts, due: list[tuple[Any, ...]], look: datetime
) -> Iterator[Told]:
    case_id = str(life.received.case_id)
    for rule_id, measure, day, stage, level, _ in due:
        rule = next(each for each in RULES if each["id"] == rule_id)
        target = rule.get("nature") != "reminder"
        tells = rule.get("tell_complainant") and facts.feedback_wish.value != "no"
        if tells and (stage == "extended" or (stage == "due" and target)):
            yield Told(case_id, rule_id, measure, day, stage, level, "complainant", look)
        for account in _recipients(rule, facts, measure, stage, level):
            yield Told(case_id, rule_id, measure, day, stage, level, account, look)


def _recipients(
    rule: dict[str, Any], facts: CaseFacts, measure: int, stage: str, level: int
) -> Sequence[str]:
    if stage == "extended":
        return ()
    line = LINES[facts.unit]
    manager = None if facts.unit is None else line[0]
    named: list[str | None] = []
    for role in rule["recipients"]:
        owner = facts.measures[measure - 1].owner if measure else None
        person = {"responsible": facts.responsible, "owner": owner}.get(role)
        named.append(
            {
                "registrar": "registrar-sn",
                "manager": manager,
                "coordinator": COORDINATORS.get(facts.unit or "", "coordinator-sn"),
                "quality": "quality-sn",
                # Somebody whose address nobody knows: the manager hears of it.
                "responsible": manager if person in (None, "somebody") else person,
                "owner": manager if person in (None, "somebody") else person,
            }[role]
        )
    first = list(dict.fromkeys(each for each in named if each)) or ["registrar-sn"]
    if stage != "escalated":
        return first
    above = [each for each in line if each not in first] or [line[-1]]
    return [above[level - 1] if level <= len(above) else above[-1]]


def _planned(facts: CaseFacts) -> Iterator[tuple[Any, ...]]:
    """(rule, measure, due day, stage, level, from when) of all that is open in this state."""
    for rule in RULES:
        stops = rule["met_by"] in STOPS
        rests = _rests(facts, date.min) if stops else set()
        for begins, measure in _beginnings(rule, facts):
            if not _is_open(rule, facts, measure):
                continue
            due = _due(rule, begins, rests)
            later = _extended(rule, facts)
            if later is not None and later[0] > due:
                due = later[0]
                yield rule["id"], measure, due, "extended", 0, _midnight(later[1])
            if "remind_before" in rule:
                day = _back(due, rule["remind_before"]["working_days"])
                day = max(day, begins)
                while day in rests:
                    day += DAY
                yield rule["id"], measure, due, "before", 0, _seven(day)
            yield rule["id"], measure, due, "due", 0, _midnight(due + DAY)
            for level, span in enumerate(rule.get("escalate_after", ()), 1):
                yield rule["id"], measure, due, "escalated", level, _seven(_on(due, span, rests))


def _beginnings(rule: dict[str, Any], facts: CaseFacts) -> Iterator[tuple[date, int]]:
    counted_from = rule.get("counted_from", "received_on")
    if counted_from == "received_on":
        yield facts.received_on, 0
    elif counted_from == "measure_due":
        for each in facts.measures:
            assert each.due is not None
            yield each.due, each.number
    elif facts.status.value in ("closed", "followed_up"):
        assert facts.closed_at is not None
        yield facts.closed_at.astimezone(SWEDEN).date(), 0


def _is_open(rule: dict[str, Any], facts: CaseFacts, measure: int) -> bool:
    if measure:
        return facts.measures[measure - 1].state.value == "decided"
    if rule["id"] == "follow-up":
        return facts.status.value == "closed"
    if facts.status.value in ("closed", "followed_up", "dismissed", "referred"):
        return False
    return {
        "acknowledged_at": facts.acknowledgement.value == "pending",
        "assigned_at": facts.assigned_at is None,
        "answered_at": facts.feedback.value == "due",
        "closed_at": True,
    }[rule["met_by"]]


def _rests(facts: CaseFacts, begun_from: date) -> set[date]:
    """The days on which the case waited; those of pauses that began then or later."""
    rests = set()
    for pause in facts.pauses:
        end = pause.until if pause.ended_on is None else min(pause.ended_on, pause.until)
        day = pause.began_on
        while day < end:
            if pause.began_on >= begun_from:
                rests.add(day)
            day += DAY
    return rests


def _due(rule: dict[str, Any], begins: date, rests: set[date]) -> date:
    due = _on(begins, rule["within"], rests)
    while rule.get("day_off") == "next" and (not _works(due) or due in rests):
        due += DAY
    return due


def _extended(rule: dict[str, Any], facts: CaseFacts) -> tuple[date, date] | None:
    for each in facts.extended:
        if each.rule == rule["id"]:
            eve = each.on - DAY
            left = {"days": (each.due - eve).days}
            return _on(eve, left, _rests(facts, each.on)), each.on
    return None


def _on(day: date, span: dict[str, int], rests: set[date]) -> date:
    """The day on which so many days have been counted after `day`."""
    ((unit, left),) = span.items()
    if unit == "months":
        left = (_months_on(day, left) - day).days
    while left:
        day += DAY
        if day not in rests and (unit != "working_days" or _works(day)):
            left -= 1
    return day


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _back(day: date, working_days: int) -> date:
    while working_days:
        day -= DAY
        working_days -= _works(day)
    return day


def _works(day: date) -> bool:
    return day.isoweekday() < 6 and day not in RED_DAYS


def _seven(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=SWEDEN).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN).astimezone(UTC)


def looks_of(first: date, last: date) -> list[datetime]:
    """Each morning and each midnight, from the first day to the last."""
    looks = []
    for number in range((last - first).days + 1):
        day = first + DAY * number
        looks += [_seven(day), _midnight(day + DAY)]
    return looks


def knows_the_units(organisation: Organisation) -> bool:
    """Whether the managers are still those that are written down here."""
    return all(
        organisation.unit(unit) is not None
        and [each.account.account for each in organisation.line_of_command("sn", unit)]
        == list(line)
        for unit, line in LINES.items()
        if unit is not None
    )
