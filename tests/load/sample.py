"""One case of ordinary size, the same in every line of the bench.

The bare journey takes the events as the product's own models make them, so that documents and
messages are as large: about 1 KB of facts and half a KB of the complainant's own words.
"""

import json
from typing import Any

from shared.events.envelope import Actor, Event
from shared.events.handling import CaseRegistered, RegisteredDetail
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import (
    ControlPoint,
    Gender,
    Law,
    ReporterKind,
    Role,
    Status,
    Way,
    Wish,
)
from shared.ids import new_id
from tests.support.submissions import submission

BOARDS = ("sn", "von", "an")
UNITS = {"sn": "forsorjningsstod-mottagning", "von": "hemvard-norr", "an": "feriejobb"}
THEMES = ("bemotande", "handlaggningstid")
CATEGORY = "handling-documentation"
TEXT = (
    "Utbetalningen kom inte den dag som stod i beslutet, och när jag ringde fick jag beskedet "
    "att handläggaren var ledig. Jag har lämnat in alla papper i tid och fick ett kvitto på det. "
    "Hyran skulle betalas i slutet av månaden, och nu har jag fått en påminnelse med avgift. "
    "Jag vill veta vad som har hänt, när pengarna kommer, och vem jag ska tala med nästa gång. "
    "Jag vill också att ni ser över hur ni lämnar över ärenden när någon är ledig, så att det "
    "inte händer andra. Svara mig gärna skriftligt."
)


def received() -> dict[str, Any]:
    """`case.received` of a case by the web form, as it goes over the bus."""
    return _on_the_bus(_received())


def registered() -> dict[str, Any]:
    """`case.registered` of the same case."""
    first = _received()
    return _on_the_bus(
        CaseRegistered(
            id=new_id(),
            occurred_at=first.occurred_at,
            recorded_at=first.recorded_at,
            case_id=first.case_id,
            seq=2,
            actor=Actor(role=Role.SERVICE, id="workflow"),
            correlation_id=first.correlation_id,
            causation_id=first.id,
            producer="workflow",
            facts=first.facts.model_copy(
                update={
                    "status": Status.REGISTERED,
                    "registered_at": first.occurred_at,
                    "diary_number": "SN 2026-00001",
                    "control_points": tuple(ControlPoint)[:3],
                }
            ),
            detail=RegisteredDetail(board="sn", year=2026, serial=1),
        )
    )


def posted(number: int, email: str | None) -> bytes:
    """The body of `POST /api/v1/cases` that makes the product write a case of this size."""
    board = BOARDS[number % len(BOARDS)]
    body: dict[str, Any] = {
        "board": board,
        "unit": UNITS[board],
        "category": CATEGORY,
        "themes": THEMES,
        "kind": "complaint",
        "channel": "web",
        "text": TEXT,
        "gender": "woman",
        "reporter_kind": "service_user",
        "feedback_wish": {"wanted": "yes", "how": "letter"},
    }
    if email:
        body["contact"] = {"email": email}
    return json.dumps(body, ensure_ascii=False).encode()


def _received() -> CaseReceived:
    return submission(
        text=TEXT,
        unit=UNITS["sn"],
        category=CATEGORY,
        themes=THEMES,
        law=Law.SOL,
        gender=Gender.WOMAN,
        reporter_kind=ReporterKind.SERVICE_USER,
        feedback_wish=Wish.YES,
        feedback_way=Way.LETTER,
    )


def _on_the_bus(event: Event) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event.model_dump_json(exclude_none=True))
    return body
