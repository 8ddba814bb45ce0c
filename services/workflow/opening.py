"""From a submission to a case with its diary number."""

from datetime import datetime
from typing import Any

from services.workflow.case import Case, HistoryEntry
from services.workflow.control_points import with_points
from services.workflow.diary import DiaryEntry, matter_line, sender_line
from services.workflow.stepping import PRODUCER, Step, Taken, taken
from shared.clock import local_date
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.handling import NO_SERIAL, CaseRegistered
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role, Status
from shared.organisation import Organisation

REGISTRAR = Actor(role=Role.SERVICE, id=PRODUCER)


def open_case(
    event: CaseReceived, year: int, serial: int, organisation: Organisation, now: datetime
) -> Taken:
    """The case registered under `year` and `serial` of its board's diary (R24, R31)."""
    facts = event.facts
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    number = board.diary_number(year, serial)
    received = _received(
        event,
        now,
        DiaryEntry(
            board=board.id,
            year=year,
            serial=serial,
            number=number,
            registered_on=local_date(now),
            received_on=facts.received_on,
            sender=sender_line(facts.channel, facts.anonymous),
            matter=matter_line(facts.kind, unit, board),
            closed_on=local_date(facts.closed_at) if facts.closed_at else None,
        ),
    )
    return taken(
        received,
        CaseRegistered,
        Step(REGISTRAR, now),
        facts={**_registered(facts), "diary_number": number, "registered_at": now},
        detail={"board": board.id, "year": year, "serial": serial},
        cause=event.id,
    )


def take_over(event: CaseReceived, organisation: Organisation, now: datetime) -> Taken:
    """The case of an earlier system, under the number it had there (R91).

    Its line stands in that system's diary and not in ours. Raises UnknownBoard.
    """
    facts = event.facts
    organisation.known_board(facts.board)
    return taken(
        _received(event, now),
        CaseRegistered,
        Step(REGISTRAR, now),
        facts=_registered(facts),
        detail={"board": facts.board, "year": facts.received_on.year, "serial": NO_SERIAL},
        cause=event.id,
    )


def _received(event: CaseReceived, now: datetime, diary: DiaryEntry | None = None) -> Case:
    """The case as it came in. One of an earlier system stands in lists where it belongs in time."""
    return with_points(
        Case(
            id=str(event.case_id),
            seq=event.seq,
            facts=event.facts,
            opened_at=event.facts.received_at if event.facts.imported else now,
            correlation_id=event.correlation_id,
            content=event.content,
            diary=diary,
            history=(
                HistoryEntry(
                    seq=event.seq, step=event.type, at=event.occurred_at, actor=event.actor
                ),
            ),
        )
    )


def _registered(facts: CaseFacts) -> dict[str, Any]:
    """An imported case may have come further than that."""
    early = facts.status is Status.RECEIVED
    return {"status": Status.REGISTERED} if early else {}
