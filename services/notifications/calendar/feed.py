"""A calendar (iCalendar, RFC 5545) of due days: number and rule, and nothing personal. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from services.notifications.texts.letters import Links
from services.notifications.watched import WatchedCase
from shared.deadlines.deadline import Deadline, Standing
from shared.events.facts import CaseFacts
from shared.ids import derived_id
from shared.organisation import Organisation

REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look again."""
_DAY = timedelta(days=1)


def calendar_of(
    cases: Sequence[WatchedCase], organisation: Organisation, links: Links, domain: str
) -> bytes:
    """The calendar; the same cases give the same bytes.

    Each deadline is an all-day event whose id is made of case and rule, so that a deadline that
    moves is the same event on another day. One that is met or no longer holds is cancelled as
    long as the case has another that is open; after that the case is no longer in the calendar.
    Texts are in Swedish, the language of the administration.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lyhord//Lyhord//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Lyhörd: sista dagar")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for case in sorted(cases, key=lambda each: each.id):
        for deadline in case.deadlines:
            calendar.add_component(_event(case, deadline, organisation, links, domain))
    return bytes(calendar.to_ical())


def _event(
    case: WatchedCase, deadline: Deadline, organisation: Organisation, links: Links, domain: str
) -> Event:
    board = organisation.board(case.facts.board)
    rule = board.deadline(deadline.rule) if board else None
    number = case.facts.diary_number or case.facts.reference
    is_open = deadline.standing is Standing.OPEN
    event = Event()
    event.add("uid", f"{derived_id('calendar', case.id, deadline.key)}@{domain}")
    event.add("sequence", case.seq)
    event.add("dtstamp", _changed_at(case.facts))
    event.add("dtstart", deadline.due)
    event.add("dtend", deadline.due + _DAY)
    measure = "" if deadline.measure is None else f" (åtgärd {deadline.measure})"
    event.add("summary", f"{rule.name.sv if rule else deadline.rule}{measure}: {number}")
    event.add("url", links.case(case.case_id))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED" if is_open else "CANCELLED")
    return event


def _changed_at(facts: CaseFacts) -> datetime:
    """The latest instant (UTC) that the facts know of: a clock would change what has not."""
    known = (
        facts.received_at,
        facts.registered_at,
        facts.acknowledged_at,
        facts.assigned_at,
        facts.assessed_at,
        facts.answered_at,
        facts.closed_at,
        facts.followed_up_at,
    )
    return max(instant for instant in known if instant is not None)
