"""A mail as a request for a case, or as a message to one. Always possible, whatever the mail."""

from collections.abc import Collection

from services.intake.case_request import MAXIMUM_TEXT, CaseRequest, Contact
from services.intake.mail.addresses import Destination
from services.intake.mail.enclosures import MOST
from services.intake.mail.reading import Mail
from services.intake.mail.senders import Sender, domain_of
from services.intake.mail.sorting import MACHINES
from services.intake.mail.voicemail import caller_of
from services.intake.message import MessageRequest
from shared.events.facts import Mark
from shared.events.submissions import Address
from shared.events.vocabulary import Channel, Kind

NO_TEXT = "(Mejlet har ingen text som går att läsa. Det finns kvar som det kom.)"
ENCRYPTED = "(Mejlet är krypterat och går inte att läsa här. Det finns kvar som det kom.)"
CUT = "\n\n(Mejlet är längre än så här. Det finns kvar som det kom.)"
TOO_LARGE = (
    "\n\n(Mejlet är på {megabytes} MB, mer än vad som tas in. Det här är dess början. "
    "Hela mejlet finns kvar i brevlådan.)"
)
MORE_FILES = "\n\n(Mejlet har {count} filer. De {most} första ligger här, resten i mejlet.)"

_LONGEST_NAME = 200
_LONGEST_UNIT = 80
_LONGEST_NUMBER = 40


def as_case_request(
    mail: Mail,
    destination: Destination,
    channel: Channel = Channel.EMAIL,
    whole_size: int | None = None,
    *,
    own_domains: Collection[str] = (),
) -> CaseRequest:
    """The case that the mail asks for. A mail does not say its kind, so it is a view."""
    return CaseRequest(
        board=destination.board,
        unit=destination.unit[:_LONGEST_UNIT] if destination.unit else None,
        kind=Kind.VIEW,
        channel=channel,
        text=_text(mail, whole_size),
        contact=_contact(mail, channel, own_domains),
    )


def as_message_request(mail: Mail, whole_size: int | None = None) -> MessageRequest:
    """What the mail adds to a case."""
    return MessageRequest(text=_text(mail, whole_size))


def quoted_in(mail: Mail) -> str | None:
    """What the mail repeats of earlier mails."""
    return _cut(mail.repeated, CUT) if mail.repeated else None


def forwarded_by(mail: Mail, channel: Channel, own_domains: Collection[str]) -> Address | None:
    """Who of the municipality passed on somebody else's mail; None where nobody did."""
    if channel in MACHINES or _original_writer(mail, own_domains) is None:
        return None
    return Address(name=_name(mail.sender), email=mail.sender.address)


def marks(mail: Mail, whole_size: int | None = None, *, released: bool = False) -> tuple[Mark, ...]:
    """What a reader of the case should know of the mail.

    `whole_size` is the bytes of a mail of which only the beginning was taken.
    """
    found = {
        Mark.UNREADABLE: not mail.readable,
        Mark.NO_SENDER: mail.sender.address is None,
        Mark.NO_TEXT: mail.text is None,
        Mark.TOO_LARGE: whole_size is not None,
        Mark.RELEASED: released,
    }
    return tuple(mark for mark, holds in found.items() if holds)


def _contact(mail: Mail, channel: Channel, own_domains: Collection[str]) -> Contact:
    """The complainant, as far as the mail tells: never a machine, nor who passed the mail on."""
    if channel is Channel.VOICEMAIL:
        number = caller_of(mail)
        return Contact(phone=number[:_LONGEST_NUMBER] if number else None)
    if channel in MACHINES:
        return Contact()
    writer = _original_writer(mail, own_domains) or mail.sender
    return Contact(name=_name(writer), email=writer.address)


def _original_writer(mail: Mail, own_domains: Collection[str]) -> Sender | None:
    """Who wrote to someone of the municipality, who passed it on to us; None for every other mail.

    A mail that has been passed on within the house leads to the first who writes from outside.
    """
    if domain_of(mail.sender.address) not in own_domains or not mail.writers:
        return None
    outside = (each for each in mail.writers if domain_of(each.address) not in own_domains)
    return next(outside, Sender())


def _name(sender: Sender) -> str | None:
    return sender.name[:_LONGEST_NAME] if sender.name else None


def _text(mail: Mail, whole_size: int | None) -> str:
    text = mail.text or _instead(mail)
    end = "" if whole_size is None else TOO_LARGE.format(megabytes=round(whole_size / 1e6))
    if len(mail.enclosures) > MOST:
        end += MORE_FILES.format(count=len(mail.enclosures), most=MOST)
    return _cut(text, CUT, end)


def _instead(mail: Mail) -> str:
    """What stands where there is no text."""
    note = ENCRYPTED if mail.encrypted else None if mail.subject else NO_TEXT
    return "\n\n".join(part for part in (mail.subject, note, mail.sign_off) if part)


def _cut(text: str, note: str, end: str = "") -> str:
    """The text with what is to be said at its end, and with a note where it is too long."""
    if len(text) + len(end) <= MAXIMUM_TEXT:
        return text + end
    ending = end or note
    return text[: MAXIMUM_TEXT - len(ending)] + ending
