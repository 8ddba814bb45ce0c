"""A mail as a request for a case, or as a message to one. Always possible, whatever the mail."""

from services.intake.case_request import MAXIMUM_TEXT, CaseRequest, Contact
from services.intake.mail.addresses import Destination
from services.intake.mail.reading import Mail
from services.intake.message import MessageRequest
from shared.events.facts import Mark
from shared.events.vocabulary import Channel, Kind

NO_TEXT = "(Mejlet har ingen text som går att läsa. Det finns kvar som det kom.)"
CUT = "\n\n(Mejlet är längre än så här. Det finns kvar som det kom.)"

_LONGEST_NAME = 200
_LONGEST_UNIT = 80


def as_case_request(mail: Mail, destination: Destination) -> CaseRequest:
    """The case that the mail asks for. A mail does not say its kind, so it is a view."""
    name = mail.sender.name
    return CaseRequest(
        board=destination.board,
        unit=destination.unit[:_LONGEST_UNIT] if destination.unit else None,
        kind=Kind.VIEW,
        channel=Channel.EMAIL,
        text=_text(mail),
        contact=Contact(name=name[:_LONGEST_NAME] if name else None, email=mail.sender.address),
    )


def as_message_request(mail: Mail) -> MessageRequest:
    """What the mail adds to a case."""
    return MessageRequest(text=_text(mail))


def marks(mail: Mail) -> tuple[Mark, ...]:
    """What a reader of the case should know of the mail."""
    missing = {
        Mark.UNREADABLE: not mail.readable,
        Mark.NO_SENDER: mail.sender.address is None,
        Mark.NO_TEXT: mail.text is None,
    }
    return tuple(mark for mark, holds in missing.items() if holds)


def _text(mail: Mail) -> str:
    text = mail.text or mail.subject or NO_TEXT
    return text if len(text) <= MAXIMUM_TEXT else text[: MAXIMUM_TEXT - len(CUT)] + CUT
