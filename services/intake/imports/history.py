"""An earlier case as a submission: all that is known of it stands in the facts of its one event.

Days become instants at noon, Swedish time: in the same order, as many days apart, and on the same
day in Sweden and in UTC. Nothing is made up: what the row does not say stays open.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from services.intake.imports.earlier_case import EarlierCase
from services.intake.placement import SPOKEN, ArrivalBasis
from services.intake.reference import reference_for
from services.intake.submission import PRODUCER, Submission
from shared.clock import LOCAL
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts, Mark
from shared.events.submissions import CaseReceived, Raw, ReceivedContent, ReceivedDetail
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    Feedback,
    Kind,
    LexSarahState,
    ReporterKind,
    Status,
)
from shared.ids import derived_id

NOON = time(12)


@dataclass(frozen=True)
class Taking:
    """From which system, by which import and by whom rows are taken over."""

    source: str
    import_id: UUID
    by: Actor


def case_id_of(source: str, external_id: str) -> UUID:
    """The same row of the same source is always the same case."""
    return derived_id("import", source, external_id)


def noon(day: date) -> datetime:
    """The instant (UTC) that stands for a day of which no more is known."""
    return datetime.combine(day, NOON, tzinfo=LOCAL).astimezone(UTC)


def take_over(
    case: EarlierCase, told: Mapping[str, str], taking: Taking, at: datetime, salt: int = 0
) -> tuple[Submission, CaseReceived]:
    """The submission to store and the event that tells of it.

    `told` is the row as it came, `at` the present (UTC). `salt` gives another reference where the
    first one is taken.
    """
    case_id = case_id_of(taking.source, case.external_id)
    facts = facts_of(case, reference_for(case_id, case.received_on.year, salt))
    content = ReceivedContent(
        text=case.text or "",
        unit_as_given=case.unit.as_given if case.unit else None,
        external_reference=case.external_id,
    )
    submission = Submission(
        id=str(case_id),
        reference=facts.reference,
        facts=facts,
        content=content,
        raw=Raw.ROW,
        posted=kept(told),
        fingerprint=case.fingerprint,
        submitted_by=taking.by.id,
        created_at=at,
    )
    event = CaseReceived(
        id=derived_id("case.received", case_id),
        occurred_at=at,
        recorded_at=at,
        case_id=case_id,
        seq=1,
        actor=taking.by,
        correlation_id=taking.import_id,
        producer=PRODUCER,
        facts=facts,
        detail=ReceivedDetail(raw=Raw.ROW, arrival_basis=ArrivalBasis.AS_GIVEN),
        content=content,
    )
    return submission, event


def kept(told: Mapping[str, str]) -> bytes:
    """The cells of a row as they came, for keeping."""
    return json.dumps(dict(told), ensure_ascii=False, sort_keys=True).encode()


def told_by(posted: bytes) -> Mapping[str, str]:
    """The cells of a row that was kept."""
    return {str(name): str(text) for name, text in json.loads(posted).items()}


def facts_of(case: EarlierCase, reference: str) -> CaseFacts:
    """What every service may know of it; `imported` keeps it from causing any notice."""
    answered = case.answered_on is not None or case.feedback is Feedback.GIVEN
    return CaseFacts(
        reference=reference,
        board=case.board,
        unit=case.unit.id if case.unit else None,
        kind=case.kind,
        first_kind=case.kind,
        channel=case.channel,
        category=case.category,
        themes=case.themes,
        law=case.law,
        marks=_marks(case),
        status=_status(case, answered=answered),
        diary_number=case.diary_number,
        anonymous=case.reporter_kind is ReporterKind.ANONYMOUS,
        gender=case.gender,
        reporter_kind=case.reporter_kind,
        discovered_by=case.discovered_by,
        received_on=case.received_on,
        occurred_on=case.occurred_on,
        received_at=noon(case.received_on),
        acknowledged_at=_at(case.acknowledged_on),
        answered_at=_at(case.answered_on),
        closed_at=_at(case.closed_on),
        severity=case.severity,
        probability=case.probability,
        acknowledgement=_acknowledgement(case),
        feedback_wish=case.feedback_wish.wanted,
        feedback_way=case.feedback_wish.how,
        feedback=Feedback.GIVEN if answered else case.feedback or Feedback.DUE,
        complainant_view=case.complainant_view,
        outcome=case.outcome,
        actions=case.actions,
        causes=case.causes,
        lex_sarah=_lex_sarah(case),
        ivo_referred=case.ivo_referred or case.channel is Channel.IVO,
        investigated=case.investigated,
        responsible_stated=case.responsible,
        imported=True,
    )


def _at(day: date | None) -> datetime | None:
    return noon(day) if day else None


def _marks(case: EarlierCase) -> tuple[Mark, ...]:
    unknown = case.unit is not None and case.unit.id is None
    holds = {Mark.UNIT_UNKNOWN: unknown, Mark.NO_TEXT: not case.text}
    return tuple(mark for mark, is_so in holds.items() if is_so)


def _status(case: EarlierCase, *, answered: bool) -> Status:
    if case.closed_on is not None:
        return Status.CLOSED
    return Status.ANSWERED if answered else Status.RECEIVED


def _acknowledgement(case: EarlierCase) -> Acknowledgement:
    """Told on the day it was told to us, face to face or on the phone: told by word (R33)."""
    if case.acknowledged_on is None:
        return Acknowledgement.PENDING
    by_word = case.channel in SPOKEN and case.acknowledged_on == case.received_on
    return Acknowledgement.ORAL if by_word else Acknowledgement.SENT


def _lex_sarah(case: EarlierCase) -> LexSarahState:
    if case.lex_sarah is not None:
        return case.lex_sarah
    if case.ivo_notified:
        return LexSarahState.IVO_NOTIFIED
    return LexSarahState.REPORTED if case.kind is Kind.LEX_SARAH else LexSarahState.NONE
