"""Mails as people write them: plain ones, HTML with a plain copy, and one in ten with a file."""

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from tests.load.sample import TEXT

RECIPIENTS = (
    "synpunkter.sn@exempelkommun.example",
    "synpunkter.von+hemvard-norr@exempelkommun.example",
    "synpunkter.an@exempelkommun.example",
)
FILE_BYTES = 30_000

_SENDER = "avsandare@post.example"
_MESSAGE_ID = "nummer@post.example"
_HTML = (
    "<html><body><div><p>{}</p><br><table><tr><td>Hälsningar</td></tr></table></div></body></html>"
)


def raw_mail(number: int, key: str) -> bytes:
    """A mail of that number, from a sender and with a Message-ID of its own."""
    template = _templates()[number % 10]
    return template.replace(_SENDER.encode(), sender(key).encode()).replace(
        _MESSAGE_ID.encode(), message_id(key).encode()
    )


def sender(key: str) -> str:
    """Who wrote it: nobody writes twice."""
    return f"kund-{key}@post.example"


def message_id(key: str) -> str:
    return f"{key}@post.example"


def recipient(number: int) -> str:
    return RECIPIENTS[number % len(RECIPIENTS)]


@cache
def _templates() -> tuple[bytes, ...]:
    return tuple(_template(kind) for kind in [*[_plain] * 5, *[_with_html] * 4, _with_file])


def _template(write: Callable[[EmailMessage], None]) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Received"] = "from mx.post.example by mx.exempelkommun.example with ESMTPS; " + _DATE
    message["From"] = f"Åsa Exempel <{_SENDER}>"
    message["To"] = f"Kommunen <{RECIPIENTS[0]}>"
    message["Subject"] = "Utbetalningen kom inte i tid"
    message["Date"] = _DATE
    message["Message-ID"] = f"<{_MESSAGE_ID}>"
    message["DKIM-Signature"] = "v=1; a=rsa-sha256; d=post.example; s=s1; bh=" + "A" * 300
    write(message)
    return message.as_bytes()


def _plain(message: EmailMessage) -> None:
    message.set_content(TEXT)


def _with_html(message: EmailMessage) -> None:
    message.set_content(TEXT)
    message.add_alternative(_HTML.format(TEXT), subtype="html")


def _with_file(message: EmailMessage) -> None:
    message.set_content(TEXT)
    content = b"%PDF-1.4\n" + bytes(range(256)) * (FILE_BYTES // 256)
    message.add_attachment(content, maintype="application", subtype="pdf", filename="beslut.pdf")


_DATE = "Mon, 02 Mar 2026 10:30:00 +0100"
