"""From a submission to a case with its diary number."""

from datetime import datetime

from services.workflow.case import Case, HistoryEntry
from services.workflow.control_points import with_points
from services.workflow.diary import DiaryEntry, matter_line, sender_line
from services.workflow.stepping import PRODUCER, Step, Taken, taken
from shared.clock import local_date
from shared.events.envelope import Actor
from shared.events.handling import CaseRegistered
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
    received = with_points(
        Case(
            id=str(event.case_id),
            seq=event.seq,
            facts=facts,
            opened_at=now,
            correlation_id=event.correlation_id,
            content=event.content,
            diary=DiaryEntry(
                board=board.id,
                year=year,
                serial=serial,
                number=number,
                registered_on=local_date(now),
                received_on=facts.received_on,
                sender=sender_line(facts.channel, facts.anonymous),
                matter=matter_line(facts.kind, unit, board),
            ),
            history=(
                HistoryEntry(
                    seq=event.seq, step=event.type, at=event.occurred_at, actor=event.actor
                ),
            ),
        )
    )
    return taken(
        received,
        CaseRegistered,
        Step(REGISTRAR, now),
        facts={"status": Status.REGISTERED, "diary_number": number, "registered_at": now},
        detail={"board": board.id, "year": year, "serial": serial},
        cause=event.id,
    )
