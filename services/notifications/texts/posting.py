"""A text as a mail: by whom, to whom, and where an answer goes."""

from services.notifications.notices.notices import Notice
from services.notifications.texts.mail import Envelope, Mail, compose
from services.notifications.texts.texts import Text
from services.notifications.watched import WatchedCase
from shared.organisation import Board
from shared.pages.languages import Language


def mail_to_complainant(
    notice: Notice,
    case: WatchedCase,
    board: Board,
    address: str,
    sender_name: str,
    text: Text,
    language: Language,
) -> Mail:
    """By the board; an answer is the board's too, and finds its case."""
    return compose(
        Envelope(
            sender=board.sender,
            sender_name=sender_name,
            recipient=address,
            reply_to=board.sender,
        ),
        text,
        language,
        notice_id=notice.id,
        case_id=case.case_id,
        written_at=notice.created_at,
        mark=notice.mark,
        headers={"X-Lyhord-Reference": case.facts.reference},
    )


def mail_to_staff(notice: Notice, board: Board, address: str, sender_name: str, text: Text) -> Mail:
    """By the board, in Swedish, the language of the administration."""
    return compose(
        Envelope(
            sender=board.sender,
            sender_name=sender_name,
            recipient=address,
            # The board's own address would take a reply for the complainant's.
            reply_to=board.recipients.registrar.address,
        ),
        text,
        Language.SWEDISH,
        notice_id=notice.id,
        case_id=notice.case_id,
        written_at=notice.created_at,
        mark=notice.mark,
    )
