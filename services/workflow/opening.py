"""From a submission to a case with its diary number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.workflow.case import Case, ExternalNumber, HistoryEntry, Link
from services.workflow.control_points import with_points
from services.workflow.diary import DiaryEntry, matter_line, sender_line
from services.workflow.external_diary.mirror import Mirror
from services.workflow.lex_sarah.legal_references import legal_references
from services.workflow.lex_sarah.track import LexSarahTrack
from services.workflow.papers import Direction, NewPaper, attached, numbered
from services.workflow.stepping import PRODUCER, Step, Taken, taken
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.casework import CaseDocumented, Documented
from shared.events.envelope import Actor, FactsEvent
from shared.events.facts import CaseFacts
from shared.events.handling import NO_SERIAL, CaseRegistered
from shared.events.handling_words import Relation
from shared.events.lex_sarah import LexSarahReported
from shared.events.submissions import CaseReceived, ReceivedContent
from shared.events.vocabulary import Kind, LexSarahState, Role, Status
from shared.organisation import Organisation

REGISTRAR = Actor(role=Role.SERVICE, id=PRODUCER)


@dataclass(frozen=True)
class Opening:
    """What a case begins with."""

    event: CaseReceived
    origin: UUID | None = None
    """Of a lex Sarah case: the case that it came from."""


@dataclass(frozen=True)
class Opened:
    """A case that was opened, and all there is to tell of it."""

    case: Case
    events: tuple[FactsEvent, ...]


def open_case(
    opening: Opening, year: int, serial: int, organisation: Organisation, now: datetime
) -> Opened:
    """The case registered under `year` and `serial` of its board's diary (R24, R31)."""
    facts = opening.event.facts
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    number = board.diary_number(year, serial)
    received = _received(
        opening,
        organisation,
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
    registered = taken(
        received,
        CaseRegistered,
        Step(REGISTRAR, now),
        facts={**_registered(facts), "diary_number": number, "registered_at": now},
        detail={"board": board.id, "year": year, "serial": serial},
        cause=opening.event.id,
    )
    return _with_report(registered, opening)


def open_unnumbered(opening: Opening, organisation: Organisation, now: datetime) -> Opened:
    """The case of a board whose diary another system keeps: its number is asked for there.

    It can be handled at once. Raises UnknownBoard.
    """
    organisation.known_board(opening.event.facts.board)
    received = _received(opening, organisation, now).model_copy(
        update={"mirror": Mirror.first(now)}
    )
    opened = taken(
        received,
        CaseDocumented,
        Step(REGISTRAR, now),
        facts={},
        detail={"what": Documented.OPENED},
        cause=opening.event.id,
    )
    return _with_report(opened, opening)


def take_over(event: CaseReceived, organisation: Organisation, now: datetime) -> Opened:
    """The case of an earlier system, under the number it had there (R91).

    Its line stands in that system's diary and not in ours. Raises UnknownBoard.
    """
    facts = event.facts
    organisation.known_board(facts.board)
    opening = Opening(event)
    registered = taken(
        _received(opening, organisation, now),
        CaseRegistered,
        Step(REGISTRAR, now),
        facts=_registered(facts),
        detail={"board": facts.board, "year": facts.received_on.year, "serial": NO_SERIAL},
        cause=event.id,
    )
    return Opened(registered.case, (registered.event,))


def _received(
    opening: Opening, organisation: Organisation, now: datetime, diary: DiaryEntry | None = None
) -> Case:
    """The case as it came in. One of an earlier system stands in lists where it belongs in time."""
    event = opening.event
    facts, content = event.facts, event.content
    papers = (
        NewPaper(kind=words.Paper.REPORT, direction=Direction.IN, by=event.actor.role),
        *attached(content.attachments, event.actor.role),
    )
    return with_points(
        Case(
            id=str(event.case_id),
            seq=event.seq,
            facts=facts,
            opened_at=facts.received_at if facts.imported else now,
            correlation_id=event.correlation_id,
            content=content,
            diary=diary,
            papers=numbered((), papers, event.seq, facts.received_on),
            external_numbers=_external(facts, content),
            links=_to_origin(opening, now),
            lex_sarah=_track(opening, organisation),
            history=(
                HistoryEntry(
                    seq=event.seq, step=event.type, at=event.occurred_at, actor=event.actor
                ),
            ),
        )
    )


def _track(opening: Opening, organisation: Organisation) -> LexSarahTrack | None:
    """Of a lex Sarah report that is to be dealt with here; one of an earlier system is history."""
    event = opening.event
    facts = event.facts
    if facts.kind is not Kind.LEX_SARAH or facts.imported:
        return None
    law = facts.law or organisation.known_board(facts.board).law
    references = legal_references(law, facts.received_on)
    manager = organisation.manager_for(facts.unit) if facts.unit else None
    return LexSarahTrack(
        law=law,
        legal_reference=references.report if references else "",
        reported_by=event.actor,
        reported_at=event.occurred_at,
        kept_from=(manager.account,) if manager else (),
    )


def _to_origin(opening: Opening, now: datetime) -> tuple[Link, ...]:
    if opening.origin is None:
        return ()
    return (Link(relation=Relation.ORIGIN, case_id=opening.origin, at=now),)


def _external(facts: CaseFacts, content: ReceivedContent) -> tuple[ExternalNumber, ...]:
    if not content.external_reference:
        return ()
    return (ExternalNumber(of=facts.channel.value, number=content.external_reference),)


def _with_report(opened: Taken, opening: Opening) -> Opened:
    """A lex Sarah case says so, to statistics and to the case that it came from."""
    case = opened.case
    if case.lex_sarah is None:
        return Opened(case, (opened.event,))
    reported = taken(
        case,
        LexSarahReported,
        Step(case.lex_sarah.reported_by, opened.event.occurred_at),
        facts={"lex_sarah": LexSarahState.REPORTED},
        detail={"origin": opening.origin, "law": case.lex_sarah.law},
        cause=opening.event.id,
    )
    return Opened(reported.case, (opened.event, reported.event))


def _registered(facts: CaseFacts) -> dict[str, Any]:
    """An imported case may have come further than that."""
    early = facts.status is Status.RECEIVED
    return {"status": Status.REGISTERED} if early else {}
