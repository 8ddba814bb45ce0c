"""A notice as pages show it: what, to whom, how it went, and what happens next. Pure."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.notices.mornings import digest_at
from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.states import NoticeState
from services.notifications.pages.notice_words import (
    KINDS,
    STATES,
    TONES,
    WAYS,
    reason_in_words,
    recipient_in_words,
    result_in_words,
)
from services.notifications.texts.own_texts import ALL_BOARDS, STANDARD
from services.notifications.texts.signals import name_of
from services.notifications.watched import WatchedCase
from shared.organisation import Organisation
from shared.pages.phrases import Label, Phrase, phrase


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in words."""

    at: datetime
    result: Phrase


@dataclass(frozen=True)
class NoticeLine:
    """One notice. Holds nothing personal."""

    id: str
    case_id: str | None
    """None of what is about no case."""
    number: str
    board: Label | None
    kind: Phrase
    about: Label | None
    """Which deadline, or which kind of signal."""
    unit: Label | None
    """Where a signal is, if not in the whole board."""
    recipient: Phrase
    way: Phrase
    state: Phrase
    tone: str
    reason: Phrase | None
    next: Phrase | None
    next_at: datetime | None
    planned_at: datetime
    sent_at: datetime | None
    attempts: tuple[AttemptLine, ...]
    text: Phrase | None
    text_version: str | None
    problem: str | None
    """Of a text that cannot be made: file, line and fault."""


def line_of(
    notice: Notice, case: WatchedCase | None, organisation: Organisation, now: datetime
) -> NoticeLine:
    """The notice in words; `case` is None where it is not known here."""
    board = organisation.board(notice.board or (case.facts.board if case else "") or "-")
    rule = board.deadline(notice.rule) if board and notice.due else None
    following, following_at = _next(notice, now)
    return NoticeLine(
        id=notice.id,
        case_id=str(notice.case_id) if notice.is_of_a_case else None,
        number=(case.facts.diary_number or case.facts.reference) if case else "–",
        board=board.name if board else None,
        kind=KINDS[notice.kind],
        about=name_of(notice.signal) if notice.signal else rule.name if rule else None,
        unit=_unit(notice, organisation),
        recipient=recipient_in_words(notice.recipient_role),
        way=WAYS[notice.way],
        state=STATES[notice.state],
        tone=TONES.get(notice.state, "plain"),
        reason=reason_in_words(notice.reason) if notice.reason else None,
        next=following,
        next_at=following_at,
        planned_at=notice.created_at,
        sent_at=notice.sent_at,
        attempts=tuple(
            AttemptLine(each.at, result_in_words(each.result)) for each in notice.attempts
        ),
        text=_text(notice.text_version) if notice.text_version else None,
        text_version=notice.text_version,
        problem=_problem(notice),
    )


def _unit(notice: Notice, organisation: Organisation) -> Label | None:
    """Of a signal: its unit, where the organisation still has it."""
    if notice.signal is None or notice.signal.unit is None:
        return None
    unit = organisation.unit(notice.signal.unit, notice.board)
    return unit.name if unit else None


def _problem(notice: Notice) -> str | None:
    broken = notice.parked or notice.broken_text
    return broken.problem if broken else None


def _next(notice: Notice, now: datetime) -> tuple[Phrase | None, datetime | None]:
    """What happens next, and when if that is known."""
    match notice.state:
        case NoticeState.PLANNED:
            if notice.digest_day is not None:
                return phrase("Kommer med i det samlade mejlet"), digest_at(notice.digest_day)
            later = notice.next_attempt_at
            if notice.attempts and later is not None and later > now:
                return phrase("Försöker igen"), later
            return phrase("Skickas strax"), None
        case NoticeState.WAITING:
            return phrase("Någon behöver göra det för hand."), None
        case NoticeState.PARKED:
            return phrase("Går ut av sig självt när texten är rättad."), None
        case NoticeState.FAILED if notice.recipient == COMPLAINANT:
            return phrase("Hör av dig på ett annat sätt, och för in det i ärendet."), None
        case NoticeState.FAILED:
            return phrase("Rätta adressen i kommunens inställningar."), None
        case NoticeState.IMPOSSIBLE:
            return phrase("Den som har en kod kan följa ärendet på webben."), None
    return None, None


def _text(version: str) -> Phrase:
    """Whose text it was; what came before there were texts of boards has only a digest."""
    owner, found, _ = version.partition(":")
    if not found or owner == STANDARD:
        return phrase("Standardtexten")
    return phrase("Kommunens egen text") if owner == ALL_BOARDS else phrase("Nämndens egen text")
