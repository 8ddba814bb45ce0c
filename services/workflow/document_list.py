"""The documents of a case under its diary number, and those that are missing (R29)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.workflow.case import Case
from services.workflow.papers import Direction, Paper, PaperCorrection
from shared.events import handling_words as words
from shared.events.vocabulary import (
    Acknowledgement,
    Feedback,
    Kind,
    LexSarahState,
    Role,
    Status,
    Wish,
)
from shared.organisation.boards import Board
from shared.pages.phrases import Phrase, phrase


class ListedPaper(BaseModel):
    """A document as the list shows it. The day is Swedish. Names no individual."""

    number: int
    """Within the case."""
    printed: str
    """With the diary number, as the board prints it; the number alone while the case has none."""
    kind: words.Paper
    title: str | None
    direction: Direction
    on: date
    by: Role
    """From or to whom, or who drew it up, by role."""
    attachment: UUID | None
    """The file that intake keeps."""
    message: UUID | None
    """The message that it is, or came with."""
    corrections: Sequence[PaperCorrection]
    """What stood before, for each line that was put right."""

    @classmethod
    def of(cls, paper: Paper, case: Case, board: Board) -> Self:
        return cls(
            printed=printed_number(case, board, paper.number),
            **paper.model_dump(exclude={"seq"}),
        )


def listed_papers(case: Case, board: Board) -> tuple[ListedPaper, ...]:
    """Every document of the case, by number."""
    return tuple(ListedPaper.of(paper, case, board) for paper in case.papers)


def printed_number(case: Case, board: Board, document: int) -> str:
    """The document's number: the board's own way, or the case's number, a slash and its own."""
    entry = case.diary
    if entry is not None and board.diary_format.has("document"):
        return board.diary_number(entry.year, entry.serial, document)
    number = case.facts.diary_number
    return f"{number}/{document}" if number is not None else str(document)


def missing_papers(case: Case) -> list[Phrase]:
    """What an auditor would ask for and not find, as the case is now."""
    return [*_towards_complainant(case), *_investigation(case), *_elsewhere(case)]


def lacking_papers(case: Case) -> int:
    """How many documents should be there by now and are not, for the registrar.

    Of an open case, those whose work is done; of a closed one, all that `missing_papers` names but
    the number. Nothing of a case from an earlier system (R91).
    """
    if case.facts.imported:
        return 0
    if case.facts.status in _CLOSED:
        return sum(1 for _ in (*_towards_complainant(case), *_investigation(case)))
    answered = case.facts.feedback is Feedback.GIVEN and not _has(case, words.Paper.ANSWER)
    investigated = case.investigation is None and case.facts.investigated
    return answered + bool(investigated and not _has(case, words.Paper.INVESTIGATION))


def with_lacking(case: Case) -> Case:
    """The case with its facts' count of missing documents as it is now."""
    return case.model_copy(
        update={"facts": case.facts.model_copy(update={"documents_missing": lacking_papers(case)})}
    )


_CLOSED = frozenset({Status.CLOSED, Status.FOLLOWED_UP})


def _towards_complainant(case: Case) -> Iterator[Phrase]:
    facts = case.facts
    if facts.kind is Kind.LEX_SARAH:
        return
    if facts.acknowledgement is Acknowledgement.PENDING:
        yield phrase("Det syns inte att den som har lämnat ärendet har fått en bekräftelse.")
    if facts.feedback is Feedback.DUE and facts.feedback_wish is not Wish.NO:
        yield phrase("Svaret till den som har lämnat ärendet saknas.")
    if facts.feedback is Feedback.GIVEN and not _has(case, words.Paper.ANSWER):
        yield phrase("Svaret är lämnat, men handlingen finns inte i ärendet.")


def _investigation(case: Case) -> Iterator[Phrase]:
    facts = case.facts
    if case.investigation is not None and case.investigation.conclusion is None:
        yield phrase("Utredningen är påbörjad och inte avslutad.")
    elif facts.investigated and not _has(case, words.Paper.INVESTIGATION):
        yield phrase("Ärendet är utrett, men utredningen finns inte i ärendet.")
    elif facts.must_investigate and not facts.investigated:
        yield phrase("Risken kräver en utredning, och det finns ingen.")
    if facts.lex_sarah is LexSarahState.SUSPECTED:
        yield phrase("Missförhållande misstänks: rapporten enligt lex Sarah saknas.")
    yield from _lex_sarah(case)


def _lex_sarah(case: Case) -> Iterator[Phrase]:
    track = case.lex_sarah
    if track is None:
        return
    if track.declined is None and track.misconduct is None:
        yield phrase("Beslutet enligt lex Sarah saknas.")
    if track.misconduct is not None and track.misconduct.is_serious and track.ivo is None:
        yield phrase("Anmälan till IVO saknas.")
    if track.ivo is not None and track.ivo.decision is None:
        yield phrase("IVO:s beslut saknas.")


def _elsewhere(case: Case) -> Iterator[Phrase]:
    if case.referral is not None and case.referral.is_pending:
        yield phrase("Den som ärendet är erbjudet till har inte svarat.")
    if case.facts.diary_number is None:
        yield phrase("Ärendet har inget diarienummer ännu.")


def _has(case: Case, kind: words.Paper) -> bool:
    return any(paper.kind is kind for paper in case.papers)
