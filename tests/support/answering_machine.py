"""A mail server that answers everything it gets, well or badly, as machines do."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import SMTP as SMTP_POLICY
from types import TracebackType
from typing import Self

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import LOOPBACK
from shared.ids import new_id

TAKEN = "250 OK"


@dataclass(frozen=True)
class Answer:
    """What a machine sends back, and by whom it says that it is sent (`MAIL FROM`)."""

    content: bytes
    return_path: str


Behaviour = Callable[[Message, str, int], Answer]
"""Answers the mail that came to the address as the so-many-th."""


def proper(mail: Message, address: str, _count: int) -> Answer:
    """As RFC 3834 wants it."""
    answer = _answer(address, f"Automatiskt svar: {_subject(mail)}", "Jag är på semester.")
    answer["Auto-Submitted"] = "auto-replied"
    answer["In-Reply-To"] = mail["Message-ID"]
    return Answer(answer.as_bytes(), "")


def without_header(mail: Message, address: str, _count: int) -> Answer:
    """Says what it answers, and not that it is a machine."""
    answer = _answer(address, f"Sv: {_subject(mail)}", "Tack för ditt mejl.")
    answer["In-Reply-To"] = mail["Message-ID"]
    return Answer(answer.as_bytes(), address)


def by_subject_alone(mail: Message, address: str, _count: int) -> Answer:
    """Repeats the subject, and nothing else."""
    answer = _answer(address, f"Sv: {_subject(mail)}", "Tack för ditt mejl.")
    return Answer(answer.as_bytes(), address)


def as_if_new(_mail: Message, address: str, _count: int) -> Answer:
    """A new mail with the same words each time: nothing tells that it answers."""
    answer = _answer(address, "Tack!", "Tack för ditt mejl. Vi svarar snart.")
    return Answer(answer.as_bytes(), address)


def with_numbers(_mail: Message, address: str, count: int) -> Answer:
    """A new mail with new words each time."""
    answer = _answer(address, f"Ärende {count} skapat", f"Ditt ärende har nummer {count}.")
    answer["X-Auto-Response-Suppress"] = "All"
    return Answer(answer.as_bytes(), address)


def bouncing(mail: Message, address: str, _count: int) -> Answer:
    """The address does not exist (RFC 3464)."""
    lines = [
        "From: MAILER-DAEMON@machine.example",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <{new_id()}@machine.example>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r",
        "",
        *("--r", "Content-Type: message/delivery-status", ""),
        *(f"Final-Recipient: rfc822; {address}", "Action: failed", "Status: 5.1.1"),
        *("--r", "Content-Type: message/rfc822", ""),
        *(f"Message-ID: {mail['Message-ID']}", "", "--r--", ""),
    ]
    return Answer("\r\n".join(lines).encode(), "")


class AnsweringMachine:
    """Takes mails at its port and answers those to its addresses, at the port `answer_to`."""

    def __init__(self, behaviours: Mapping[str, Behaviour], answer_to: int, inbox: str) -> None:
        self.got: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self._behaviours = behaviours
        self._answer_to = answer_to
        self._inbox = inbox
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self), LOOPBACK, 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def handle_DATA(  # noqa: N802 - the name and arguments are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        for address in envelope.rcpt_tos:
            if (behave := self._behaviours.get(address)) is not None:
                self.got[address] += 1
                await self._send(behave(message_from_bytes(content), address, self.got[address]))
                self.answered[address] += 1
        return TAKEN

    async def _send(self, answer: Answer) -> None:
        async with aiosmtplib.SMTP(
            hostname=LOOPBACK, port=self._answer_to, start_tls=False
        ) as connection:
            await connection.sendmail(answer.return_path, [self._inbox], answer.content)


def _answer(sender: str, subject: str, text: str) -> EmailMessage:
    # As mail programs do it: an id is not folded and not encoded.
    answer = EmailMessage(policy=SMTP_POLICY.clone(max_line_length=998))
    answer["From"] = sender
    answer["Subject"] = subject
    answer["Message-ID"] = f"<{new_id()}@machine.example>"
    answer.set_content(text)
    return answer


def _subject(mail: Message) -> str:
    return " ".join(str(make_header(decode_header(str(mail["Subject"])))).split())
