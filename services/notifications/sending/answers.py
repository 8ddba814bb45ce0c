"""The words of an answer or a message, fetched from the workflow when the mail or the letter is
made: nothing is kept here.
"""

from typing import Protocol
from uuid import UUID

from services.notifications.notices.notices import Notice
from services.notifications.notices.tellings import Occurrence, told_in_full
from services.notifications.texts.paper import NO_WORDS, Words
from services.notifications.watched import WatchedCase
from shared.correspondence import Answer, Correspondence
from shared.events.notices import NoticeKind
from shared.organisation import Organisation

_WITH_WORDS = frozenset({NoticeKind.ANSWER, NoticeKind.MESSAGE})


class AsksWorkflow(Protocol):
    """What the workflow has of what was said in a case."""

    async def of(self, case_id: UUID) -> Correspondence:
        """Raises CorrespondenceUnavailable."""
        ...


class Answers:
    """Asks only for words that are to stand in the mail, or on paper."""

    def __init__(self, workflow: AsksWorkflow, organisation: Organisation) -> None:
        self._workflow = workflow
        self._organisation = organisation

    async def for_notice(self, notice: Notice, case: WatchedCase | None) -> Answer | None:
        """The answer that the notice tells of; None where it is not told, or not found.

        Raises CorrespondenceUnavailable, or UnknownBoard.
        """
        if notice.kind is not NoticeKind.ANSWER or case is None or notice.happened_at is None:
            return None
        board = self._organisation.known_board(case.facts.board)
        allowed = board.answers_by_email
        if not told_in_full(Occurrence(notice.rule), case.facts, board_allows=allowed):
            return None
        return (await self._workflow.of(case.case_id)).answer_of(notice.happened_at)

    async def on_paper(self, notice: Notice) -> Words:
        """The words of a letter or a call: an answer or a message stands in it in full, since
        nobody but its recipient opens it.

        Raises CorrespondenceUnavailable.
        """
        at = notice.happened_at
        if at is None or notice.kind not in _WITH_WORDS:
            return NO_WORDS
        told = await self._workflow.of(notice.case_id)
        if notice.kind is NoticeKind.ANSWER:
            return Words(answer=told.answer_of(at))
        return Words(message=next((each.text for each in told.sent if each.at == at), None))
