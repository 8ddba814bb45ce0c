"""From the bytes of a mail to what it says. Never fails: what cannot be read is said to be so."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.mail.contents import Contents, contents_of
from services.intake.mail.enclosures import Enclosure, worth_keeping
from services.intake.mail.headers import Headers
from services.intake.mail.history import told_apart, writers_passed_on
from services.intake.mail.senders import Sender
from services.intake.mail.sign_off import own_words
from services.intake.mail.structure import Budget, Part, parts_of


@dataclass(frozen=True)
class Mail:
    """A mail as far as it could be read; each part may be missing."""

    root: Part
    message_id: str | None
    references: Sequence[str]
    """Ids of the mails it answers to, the newest last."""
    sender: Sender
    subject: str | None
    text: str | None
    """What its sender wrote; None when that is nothing, or only a signature."""
    repeated: str | None
    """What it repeats of earlier mails below that."""
    sign_off: str | None
    """The signature, where there is nothing else."""
    enclosures: Sequence[Enclosure]
    """Files, those that were attached first."""
    writers: Sequence[Sender]
    """Who wrote the mails that it passes on, the outermost first."""
    encrypted: bool
    readable: bool
    """False where some of its text is lost to us; the raw mail still has it."""

    @property
    def headers(self) -> Headers:
        return self.root.headers

    @property
    def content_type(self) -> str:
        return self.root.content_type


def read_mail(raw: bytes) -> Mail:
    """Read a mail, however broken. The work is bounded by its size."""
    budget = Budget()
    root = parts_of(raw, budget)
    contents = _contents(root, budget)
    headers = root.headers
    subject = headers.text("subject")
    text = contents.text
    told = told_apart(text, subject)
    said = bool(own_words(told.own))
    writers = () if told.repeated else writers_passed_on(text)
    return Mail(
        root=root,
        message_id=headers.identifier("message-id"),
        references=headers.identifiers("references", "in-reply-to"),
        sender=headers.sender("from", "sender"),
        subject=subject,
        text=told.own if said else None,
        repeated=told.repeated,
        sign_off=None if said else told.own or None,
        enclosures=worth_keeping(contents.enclosures),
        writers=tuple(dict.fromkeys([*contents.writers, *writers])),
        encrypted=contents.encrypted,
        readable=contents.whole and not contents.encrypted and not budget.cut,
    )


def _contents(root: Part, budget: Budget) -> Contents:
    try:
        return contents_of(root, budget)
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        return Contents(whole=False)
