"""What happens to the cases of a year: who answers when, what is paused, extended, closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from shared.events.facts import CaseFacts, Extension, MeasureFacts, Pause
from shared.events.handling_words import ActionState, ExtensionCause
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status, Wish
from tests.support.submissions import submission

SWEDEN = ZoneInfo("Europe/Stockholm")
UNITS = ("forsorjningsstod-mottagning", "barn-unga-utredning", "forsorjningsstod", None)
OWNERS = ("manager-forsorjningsstod-mottagning", "manager-barn-unga-utredning", "somebody")
DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    """When everything happens in a case (UTC)."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=SWEDEN).astimezone(UTC)


@dataclass(frozen=True)
class Life:
    """A case from its arrival on: each state of its facts, and since when it holds."""

    received: CaseReceived
    states: list[tuple[datetime, CaseFacts]]


def lives(count: int, first: date, last: date, seed: int = 2026) -> list[Life]:
    """So many cases that come in from the first day to the last, a third of them in trouble."""
    chance = Random(seed)
    days = (last - first).days
    return [_life(first + DAY * chance.randint(0, days), chance) for _ in range(count)]


def _life(day: date, chance: Random) -> Life:
    told = chance.random() < 0.8
    received = submission(
        at=noon(day),
        received_on=day,
        email="kund@post.example" if chance.random() < 0.7 else None,
        kind=chance.choice([Kind.COMPLAINT, Kind.COMPLAINT, Kind.DEVIATION]),
        unit=chance.choice(UNITS),
        diary_number="SN 2026-00001",
        status=Status.REGISTERED,
        acknowledgement=Acknowledgement.ORAL if told else Acknowledgement.PENDING,
        feedback_wish=chance.choice([Wish.YES, Wish.YES, Wish.UNKNOWN, Wish.NO]),
    )
    facts = received.facts
    states = [(noon(day), facts)]
    for on, what in sorted(_planned(day, told, chance)):
        if facts.status is Status.PAUSED and what != "resume":
            # Whoever wants to do something with a case that rests resumes it first.
            facts = facts.model_copy(update=_done("resume", facts, on, chance))
        changes = _done(what, facts, on, chance)
        if changes:
            facts = facts.model_copy(update=changes)
            if states[-1][0] == noon(on):
                states.pop()
            states.append((noon(on), facts))
    return Life(received.model_copy(update={"facts": states[0][1]}), states)


def _planned(day: date, told: bool, chance: Random) -> Iterator[tuple[date, str]]:
    """Steps by day; those that make no sense when their day comes are left out."""
    if chance.random() < 0.5:
        yield from _smooth(day, chance)
        return
    if not told and chance.random() < 0.8:
        yield day + DAY * chance.randint(0, 7), "acknowledge"
    if chance.random() < 0.92:
        yield day + DAY * chance.choice([0, 0, 1, 1, 2, 2, 3, 9]), "assign"
    if chance.random() < 0.9:
        yield day + DAY * chance.choice([3, 6, 9, 12, 13, 14, 15, 24, 33, 60]), "answer"
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
        begun = day + DAY * chance.randint(0, 40)
        yield begun, "pause"
        if chance.random() < 0.8:
            yield begun + DAY * chance.randint(0, 45), "resume"
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        yield day + DAY * chance.randint(1, 25), "extend"
    for _ in range(chance.choice([0, 0, 0, 0, 1, 2])):
        decided = day + DAY * chance.randint(5, 40)
        yield decided, "decide"
        if chance.random() < 0.7:
            yield decided + DAY * chance.randint(1, 90), "measure done"
    if chance.random() < 0.05:
        yield day + DAY * chance.randint(1, 30), chance.choice(["dismiss", "refer"])
    if chance.random() < 0.8:
        closed = day + DAY * chance.randint(8, 80)
        yield closed, "close"
        if chance.random() < 0.1:
            yield closed + DAY * chance.randint(1, 60), "reopen"
        if chance.random() < 0.6:
            yield closed + DAY * chance.randint(30, 130), "follow up"


def _smooth(day: date, chance: Random) -> Iterator[tuple[date, str]]:
    """As most cases go: in time, and nobody needs to be told of anything."""
    yield day, "acknowledge"
    yield day, "assign"
    closed = day + DAY * chance.randint(2, 7)
    yield closed, "answer"
    yield closed, "close"
    yield closed + DAY * chance.randint(20, 80), "follow up"


def _done(what: str, facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    """What the step makes of the facts, or nothing where it cannot be taken."""
    over = facts.status in (
        Status.CLOSED,
        Status.FOLLOWED_UP,
        Status.DISMISSED,
        Status.REFERRED,
    )
    if what == "resume":
        return _resumed(facts, on)
    if what == "reopen":
        closed = facts.status in (Status.CLOSED, Status.FOLLOWED_UP)
        again = {"status": Status.ASSIGNED, "closed_at": None, "followed_up_at": None}
        return again if closed else {}
    if what == "follow up":
        done = {"status": Status.FOLLOWED_UP, "followed_up_at": noon(on)}
        return done if facts.status is Status.CLOSED else {}
    if what == "measure done":
        return _measure_done(facts, on)
    return {} if over else _OPEN[what](facts, on, chance)


def _resumed(facts: CaseFacts, on: date) -> dict[str, Any]:
    if facts.status is not Status.PAUSED:
        return {}
    *earlier, last = facts.pauses
    return {
        "status": Status.ASSIGNED,
        "paused_until": None,
        "pauses": (*earlier, last.model_copy(update={"ended_on": on})),
    }


def _measure_done(facts: CaseFacts, on: date) -> dict[str, Any]:
    undone = [each for each in facts.measures if each.state is ActionState.DECIDED]
    if not undone:
        return {}
    done = undone[0].model_copy(update={"state": ActionState.DONE, "done_on": on})
    measures = tuple(done if each.number == done.number else each for each in facts.measures)
    return {"measures": measures}


def _acknowledge(facts: CaseFacts, on: date, _chance: Random) -> dict[str, Any]:
    if facts.acknowledgement is not Acknowledgement.PENDING:
        return {}
    return {"acknowledgement": Acknowledgement.SENT, "acknowledged_at": noon(on)}


def _assign(facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    if facts.assigned_at is not None:
        return {}
    return {
        "status": Status.ASSIGNED,
        "assigned_at": noon(on),
        "responsible": chance.choice(OWNERS),
    }


def _answer(facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    if facts.feedback is not Feedback.DUE:
        return {}
    if chance.random() < 0.1:
        return {"feedback": Feedback.WAIVED}
    return {"status": Status.ANSWERED, "answered_at": noon(on), "feedback": Feedback.GIVEN}


def _pause(facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    until = on + DAY * chance.randint(1, 30)
    return {
        "status": Status.PAUSED,
        "paused_until": until,
        "pauses": (*facts.pauses, Pause(began_on=on, until=until)),
    }


def _extend(facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    if facts.feedback is not Feedback.DUE:
        return {}
    cause = chance.choice(list(ExtensionCause))
    due = on + DAY * chance.randint(10, 40)
    return {"extended": (Extension(rule="answer", due=due, on=on, cause=cause),)}


def _decide(facts: CaseFacts, on: date, chance: Random) -> dict[str, Any]:
    measure = MeasureFacts(
        number=len(facts.measures) + 1,
        owner=chance.choice(OWNERS),
        due=on + DAY * chance.randint(0, 60),
    )
    return {"measures": (*facts.measures, measure)}


def _end(status: Status) -> Any:
    return lambda _facts, on, _chance: {"status": status, "closed_at": noon(on)}


_OPEN = {
    "acknowledge": _acknowledge,
    "assign": _assign,
    "answer": _answer,
    "pause": _pause,
    "extend": _extend,
    "decide": _decide,
    "close": _end(Status.CLOSED),
    "dismiss": _end(Status.DISMISSED),
    "refer": _end(Status.REFERRED),
}
