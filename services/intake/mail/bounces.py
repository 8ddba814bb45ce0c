"""Which of our mails a report is about: a bounce, a receipt, an automatic answer."""

import re
from collections.abc import Iterator, Sequence

from services.intake.mail.reading import Mail
from services.intake.mail.structure import Part

_NOTICE = re.compile(rb"\b([0-9a-f]{8}-[0-9a-f-]{27}\.[0-9a-f]{8}-[0-9a-f-]{27}@[\w.-]{1,190})")
_LOOKED_AT = 300_000
"""Bytes of a report."""
_TOLD_AT_MOST = 10


def mails_told_of(mail: Mail, raw: bytes) -> Sequence[str]:
    """The ids of mails that it returns or quotes, without brackets, ours as they were sent."""
    returned = [identifier for part in _parts(mail.root) if (identifier := _identifier(part))]
    quoted = [match[1].decode("ascii", "replace") for match in _NOTICE.finditer(raw[:_LOOKED_AT])]
    return tuple(dict.fromkeys([*returned, *quoted]))[:_TOLD_AT_MOST]


def _identifier(part: Part) -> str | None:
    return part.children[0].headers.identifier("message-id") if part.is_mail else None


def _parts(root: Part) -> Iterator[Part]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if not part.is_mail or part.children:
            yield part
        waiting.extend(reversed(part.children))
