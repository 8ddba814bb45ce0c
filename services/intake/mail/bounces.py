"""Which of our mails a report is about: a bounce, a receipt, an automatic answer."""

import re
from collections.abc import Iterator, Sequence

from services.intake.mail.headers import Headers
from services.intake.mail.reading import Mail
from services.intake.mail.structure import Part

_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOTICE = re.compile(
    rf"\b({_ID})\.({_ID})(?:\.([0-9a-f]{{16}}))?@(?:[\w.-]{{1,190}})?", re.IGNORECASE
)
"""The Message-ID of a notice: its id, its case's, and its mark; without brackets."""

_HEADS = frozenset({"text/rfc822-headers", "message/global-headers"})
_LOOKED_AT = 300_000
"""Bytes of a report."""
_TOLD_AT_MOST = 10


def mails_told_of(mail: Mail, raw: bytes) -> Sequence[str]:
    """The ids of mails that it returns or quotes, without brackets, ours as they were sent."""
    quoted = [match[0] for match in NOTICE.finditer(raw[:_LOOKED_AT].decode("latin-1"))]
    return tuple(dict.fromkeys([*identifiers_returned(mail), *quoted]))[:_TOLD_AT_MOST]


def identifiers_returned(mail: Mail) -> Sequence[str]:
    """The Message-IDs of the mails that it returns, whole or by their headers."""
    return [found for part in every_part(mail.root) if (found := _identifier(part))]


def every_part(root: Part) -> Iterator[Part]:
    """The parts of a mail, and of the mails in it, in their order."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if not part.is_mail or part.children:
            yield part
        waiting.extend(reversed(part.children))


def _identifier(part: Part) -> str | None:
    if part.is_mail:
        return part.children[0].headers.identifier("message-id")
    if part.content_type in _HEADS:
        return Headers.of(part.content().content).identifier("message-id")
    return None
