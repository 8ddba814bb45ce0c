"""What a text repeats of earlier mails, apart from its sender's own words.

Told apart only where it is plain where the one ends and the other begins. Answers written between
the lines of what they answer to stay as they are, and so does what is passed on to us: that is
what the sender wants to say.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from services.intake.mail.senders import Sender, sender_in
from services.intake.mail.sign_off import own_words

_FORWARDED = re.compile(
    r"[ >*_-]*(?:forwarded message|vidarebefordrat (?:meddelande|brev|mejl|e-?post\w*)"
    r"|begin forwarded message|(?:början på|påbörja) vidarebefordrat (?:meddelande|brev)"
    r"|start(?: på)? vidarebefordrat (?:meddelande|brev)|videresendt melding)[ :*_-]*",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"[ >*]*[_-]{3,} ?(?:original(?:meddelande| message| appointment)"
    r"|ursprungligt (?:meddelande|möte)|opprinnelig melding|ursprüngliche nachricht)"
    r" ?[_-]{3,}[ *]*",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"[ >*]*(?:från|from|fra|von|de|lähettäjä)\*?:\*?[ \t]*(\S.{0,300})", re.IGNORECASE
)
_OTHER_FIELD = re.compile(
    r"[ >*]*(?:skickat|sent|datum|date|sendt|gesendet|till|to|til|an|kopia|cc|ämne|subject|emne"
    r"|betreff|svar till|reply-to|lähetetty)\*?:",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r".{0,400}\b(?:skrev|skrev följande|wrote|schrieb|kirjoitti|a écrit)\b.{0,300}:\s*"
)
_BEGINS_TO_SAY = re.compile(
    r"\s*(?:den|on|am|le|på|\d|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?\b)", re.IGNORECASE
)
_PASSED_ON = re.compile(r"\s*(?:vb|fw|fwd|wg|vs|i|tr|vidarebef\w*)\s*:", re.IGNORECASE)
_RULE = re.compile(r"\s*[_-]{10,}\s*")

_SIGNS = (
    *(">", "---", "___", "från:", "från*:", "from:", "from*:", "fra:", "von:", "de:"),
    *("lähettäjä", "forwarded", "vidarebefordrat", "videresendt"),
)
"""One of them is in every text that repeats earlier mails or passes them on."""

_FIELDS_NEAR = 5
"""Lines after `Från:` in which another field must follow."""
_SAID_OVER = 3
"""Lines over which a mail program spreads `Den … skrev …:`."""
_LONGEST_LINE = 500
"""Characters of a line that are looked at."""
_LINES_READ = 3_000


class Told(NamedTuple):
    """`own` is what the sender wrote, `repeated` what follows it of earlier mails."""

    own: str
    repeated: str | None = None


def is_passed_on(subject: str | None) -> bool:
    """Whether the subject says that the mail is forwarded."""
    return bool(_PASSED_ON.match(subject or ""))


def told_apart(text: str, subject: str | None) -> Told:
    """The sender's own words and what is repeated; all are own where that is not plain."""
    if is_passed_on(subject) or not _may_repeat(text):
        return Told(text)
    lines = text.split("\n", _LINES_READ)
    span = _earlier(lines)
    if span is None:
        return Told(text)
    first, last = span
    own = "\n".join([*lines[:first], *lines[last:]]).strip()
    repeated = "\n".join(lines[first:last]).strip()
    return Told(own, repeated) if own_words(own) and repeated else Told(text)


def writers_passed_on(text: str) -> Sequence[Sender]:
    """Who wrote the mails that the text passes on, the outermost first."""
    if not _may_repeat(text):
        return []
    lines = [line[:_LONGEST_LINE] for line in text.split("\n", _LINES_READ)]
    return [
        sender_in(match[1].strip("* "))
        for position, line in enumerate(lines)
        if (match := _FROM.fullmatch(line)) and _has_fields_near(lines, position)
    ][:10]


def _may_repeat(text: str) -> bool:
    """Whether it is worth looking line by line, which it seldom is."""
    small = text.casefold()
    return any(sign in small for sign in _SIGNS)


def _earlier(lines: Sequence[str]) -> tuple[int, int] | None:
    """From which line to which earlier mails are repeated: to the end, or above the answer."""
    for position, whole in enumerate(lines):
        line = whole[:_LONGEST_LINE]
        if _FORWARDED.fullmatch(line):
            return None
        if _EARLIER.fullmatch(line):
            return position, len(lines)
        if _FROM.fullmatch(line) and _has_fields_near(lines, position):
            return _with_rule_above(lines, position), len(lines)
        if line.startswith(">"):
            return _quoted(lines, position)
    return None


def _has_fields_near(lines: Sequence[str], position: int) -> bool:
    near = lines[position + 1 : position + 1 + _FIELDS_NEAR]
    return sum(bool(_OTHER_FIELD.match(line[:_LONGEST_LINE])) for line in near) >= 2


def _with_rule_above(lines: Sequence[str], position: int) -> int:
    above = position - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.fullmatch(lines[above][:_LONGEST_LINE]) else position


def _quoted(lines: Sequence[str], position: int) -> tuple[int, int] | None:
    """The one quotation of the text; None where the answer stands between quotations."""
    ends = [n for n in range(position, len(lines)) if lines[n].startswith(">")]
    last = ends[-1] + 1
    if any(lines[n].strip() and not lines[n].startswith(">") for n in range(position, last)):
        return None
    first = _with_who_said_it(lines, position)
    words_follow = any(line.strip() for line in lines[last:])
    words_precede = any(line.strip() for line in lines[:first])
    return None if words_follow and words_precede else (first, last)


def _with_who_said_it(lines: Sequence[str], position: int) -> int:
    """The first line of the quotation, or of the sentence above it that says who wrote it."""
    above = position - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    for count in range(1, _SAID_OVER + 1):
        first = above - count + 1
        if first < 0 or not lines[first].strip():
            break
        said = " ".join(line.strip()[:_LONGEST_LINE] for line in lines[first : above + 1])
        if _SAYS.fullmatch(said) and _BEGINS_TO_SAY.match(said):
            return first
    return position
