"""What a mail server reports of a mail of ours: that it came back, is late, or has arrived.

By what RFC 3464 lays down where the report keeps to it, else by what its text says. A report that
cannot be understood is none: it stays put aside for a person to look at.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.mail.bounces import NOTICE, every_part, identifiers_returned
from services.intake.mail.headers import Headers
from services.intake.mail.reading import Mail
from shared.events.notices import BounceCause

_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REFUSED = re.compile(r"(?<![\d.-])55[0-4](?=[\s\-#:])")
_DAEMONS = frozenset({"mailer-daemon", "postmaster"})
_BLOCK = re.compile(rb"\r?\n[ \t]*\r?\n")
_BLOCKS = 50
"""Of one report. Our mails have one recipient, who may have passed them on to a few."""
_READ = 100_000
"""Bytes of a report's codes, and characters of its text."""

_LATE = re.compile(
    r"\b(?:delay(?:ed)?|warning|has not yet been|not been delivered yet|still (?:trying|being)"
    r"|will (?:keep|continue|be retried|retry)|no action is required|do not need to resend"
    r"|försena\w*|fördröj\w*|försöker (?:igen|fortfarande)|forsinke\w*|verzöger\w*)",
    re.IGNORECASE,
)
_NO_SUCH_ADDRESS = re.compile(
    r"user (?:is )?unknown|unknown (?:user|recipient|address)|no such (?:user|recipient|address)"
    r"|no mailbox|mailbox (?:unavailable|not found)|does ?n.t exist|does not exist"
    r"|recipient(?: address)? rejected|address rejected|recipient ?not ?found|addressnotfound"
    r"|unrouteable address|(?:host|domain)(?: name)? not found|finns inte|okänd mottagare",
    re.IGNORECASE,
)
_FULL = re.compile(r"quota|mailbox (?:is )?full|over ?quota|storage|är full", re.IGNORECASE)


class Fate(StrEnum):
    """What became of the mail."""

    FAILED = "failed"
    DELAYED = "delayed"
    """It is still being tried."""
    ARRIVED = "arrived"
    """Delivered, or handed on to a server that reports nothing."""


class DeliveryReport(BaseModel):
    """A report on one notice of ours. Holds neither an address nor a word of the report's."""

    model_config = ConfigDict(frozen=True)

    notice: UUID
    case_id: UUID
    mark: str = ""
    """What the notice's Message-ID carries beside its ids."""
    fate: Fate
    status: str | None = None
    cause: BounceCause = BounceCause.OTHER


def delivery_report(mail: Mail, raw: bytes) -> DeliveryReport | None:
    """What the mail reports of one of our notices; None where it is no such report.

    Only of mails that no person wrote: whoever asks has seen to that.
    """
    kind = mail.root.parameter("report-type") if mail.content_type == "multipart/report" else ""
    if kind not in ("", "delivery-status"):
        return None  # that it was read, or taken for spam
    named = _notice_named(mail, raw)
    if named is None:
        return None
    groups = list(_groups(mail))
    fate, status, said = _by_codes(mail, groups) if groups else _by_words(mail)
    if fate is None:
        return None
    notice, case_id, mark = named
    return DeliveryReport(
        notice=notice,
        case_id=case_id,
        mark=mark,
        fate=fate,
        status=status,
        cause=cause_of(status, said),
    )


def cause_of(status: str | None, said: str) -> BounceCause:
    """Why, by the most exact code there is; `said` is what the server wrote beside it."""
    if status is None or status.endswith(".0.0"):
        exact = _STATUS.search(said)
        status = exact[1] if exact else status
    subject, detail = ([*(status or "").split("."), "", ""])[1:3]
    if subject == "1" and detail not in ("7", "8"):
        return BounceCause.ADDRESS
    if subject == "2":
        return _OF_MAILBOX.get(detail, BounceCause.MAILBOX_CLOSED)
    # Large providers say with a code about routes or rules that there is no such mailbox.
    if _NO_SUCH_ADDRESS.search(said):
        return BounceCause.ADDRESS
    if _FULL.search(said):
        return BounceCause.MAILBOX_FULL
    if (subject, detail) == ("3", "4"):
        return BounceCause.TOO_LARGE
    return _OF_SUBJECT.get(subject, BounceCause.OTHER)


_OF_MAILBOX = {"2": BounceCause.MAILBOX_FULL, "3": BounceCause.TOO_LARGE}
_OF_SUBJECT = {
    "1": BounceCause.REFUSED,
    "3": BounceCause.UNREACHABLE,
    "4": BounceCause.UNREACHABLE,
    "6": BounceCause.REFUSED,
    "7": BounceCause.REFUSED,
}


def _notice_named(mail: Mail, raw: bytes) -> tuple[UUID, UUID, str] | None:
    """By the mail it returns, by the envelope's id, or by the one notice that its text quotes."""
    returned = identifiers_returned(mail)
    envelopes = (group.raw("original-envelope-id") for group in _status_groups(mail))
    for text in (*returned, *(f"{envelope}@" for envelope in envelopes if envelope)):
        if found := NOTICE.search(text):
            return _read(found)
    if returned:
        return None  # another mail, which may name ours as the one that it answers
    written = "\n".join(filter(None, (mail.text, mail.repeated)))
    quoted = {_read(each) for each in NOTICE.finditer(written[:_READ])}
    quoted |= {_read(each) for each in NOTICE.finditer(raw[:_READ].decode("latin-1"))}
    return next(iter(quoted)) if len(quoted) == 1 else None


def _read(found: re.Match[str]) -> tuple[UUID, UUID, str]:
    return UUID(found[1]), UUID(found[2]), (found[3] or "").lower()


def _status_groups(mail: Mail) -> Iterator[Headers]:
    """The groups of fields in the report's machine part: of the mail, then of each recipient."""
    for part in every_part(mail.root):
        if part.content_type in _STATUS_PARTS:
            codes = part.content().content[:_READ].strip()
            for block in _BLOCK.split(codes, _BLOCKS)[:_BLOCKS]:
                yield Headers.of(block.strip() + b"\n")


def _groups(mail: Mail) -> Iterator[Headers]:
    return (each for each in _status_groups(mail) if each.has("action") or each.has("status"))


def _by_codes(mail: Mail, groups: Sequence[Headers]) -> tuple[Fate | None, str | None, str]:
    told = [(_fate_of(group), group) for group in groups]
    fates = {fate for fate, _ in told}
    # Passed on to two, and taken by one of them: it has arrived.
    wanted = next(
        (fate for fate in (Fate.ARRIVED, Fate.FAILED, Fate.DELAYED) if fate in fates), None
    )
    for fate, group in told:
        if fate is wanted is not None:
            found = _STATUS.search(group.raw("status") or "")
            # Some give a code that says nothing, and the reason in words alone.
            said = group.raw("diagnostic-code") or _said(mail)
            return fate, found[1] if found else None, said
    return None, None, ""


_FATES = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "delivered": Fate.ARRIVED,
    "relayed": Fate.ARRIVED,
    "expanded": Fate.ARRIVED,
}
_BY_CLASS = {"2": Fate.ARRIVED, "4": Fate.DELAYED, "5": Fate.FAILED}


def _fate_of(group: Headers) -> Fate | None:
    """By what was done; by the code's class where that is not said."""
    action = group.token("action").rstrip(".,;")
    if action or not (found := _STATUS.search(group.raw("status") or "")):
        return _FATES.get(action)
    return _BY_CLASS[found[1][0]]


def _said(mail: Mail) -> str:
    """The report's own words, before what it quotes of ours."""
    text = (mail.text or "")[:_READ]
    quoted = NOTICE.search(text)
    return text[: quoted.start()] if quoted else text


def _by_words(mail: Mail) -> tuple[Fate | None, str | None, str]:
    """Of a report from before there were codes, or from a program that writes none.

    Only of one that a mail server signs: others are put aside as bounces too, such as an answer
    of a machine that wants none back.
    """
    said = _said(mail)
    found = _STATUS.search(said)
    status = found[1] if found else None
    if mail.headers.has("x-failed-recipients"):
        return Fate.FAILED, status, said
    if (mail.sender.address or "").partition("@")[0].lower() not in _DAEMONS:
        return None, status, said
    if _LATE.search(f"{mail.subject or ''}\n{said}"):
        return Fate.DELAYED, status, said
    permanent = status.startswith("5") if status else bool(_REFUSED.search(said))
    if permanent or _NO_SUCH_ADDRESS.search(said) or _FULL.search(said):
        return Fate.FAILED, status, said
    return None, status, said
