"""What a mail says and what came with it, part by part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import ClassVar

from services.intake.mail.armour import (
    PACKED,
    SIGNATURES,
    is_encrypted,
    signed_content,
    without_armour,
)
from services.intake.mail.calendar_item import summary_of
from services.intake.mail.enclosures import MOST, Enclosure
from services.intake.mail.senders import Sender
from services.intake.mail.structure import Budget, Part, parts_of
from services.intake.mail.tnef import SIGNATURE, unpacked, words_of_package
from services.intake.mail.transfer import uu_files
from services.intake.mail.words import Words, words_of
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language

_TEXTS = frozenset(
    {
        *("text/plain", "text/html", "text/enriched", "text/richtext", "text/rtf"),
        *("text/rfc822-headers", "message/delivery-status", "message/disposition-notification"),
    }
)
_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_LEFT_OUT = SIGNATURES | {"application/applefile", "text/x-amp-html"}
_HEADINGS = (("Från", "from"), ("Skickat", "date"), ("Till", "to"), ("Ämne", "subject"))
_PASSED_ON = "Vidarebefordrat mejl"
_DIVIDER = f"---------- {_PASSED_ON} ----------"
_CALENDAR_FILE = "kalenderbokning.ics"
_PACKED_WITHIN = 3
"""Signed mails within signed mails that are opened."""


@dataclass
class Contents:
    """Filled part by part."""

    texts: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    writers: list[Sender] = field(default_factory=list)
    """Who wrote the mails that are in this one as parts, the outermost first."""
    encrypted: bool = False
    whole: bool = True
    instead: list[Words] = field(default_factory=list)
    """Texts that say the same as another part does, if there is one."""

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text)


def contents_of(root: Part, budget: Budget) -> Contents:
    """All of it."""
    contents = Contents()
    _Reading(contents, budget).read(root)
    if not contents.text:
        for words in contents.instead:
            contents.texts.append(words.text)
            contents.whole &= words.whole
    return contents


class _Reading:
    def __init__(self, contents: Contents, budget: Budget) -> None:
        self._contents = contents
        self._budget = budget
        self._opened = 0

    def read(self, part: Part, *, silent: bool = False, inline: bool = False) -> None:
        """Take in the part: `silent` without its words, `inline` as what a page shows."""
        if part.is_multipart and not part.children:
            # No boundary was found: a person can still make it out.
            if part.body and not silent:
                self._say(words_of(part)._replace(whole=False))
        elif part.is_multipart:
            read = self._MULTIPARTS.get(part.content_type, _Reading._mixed)
            read(self, part, silent)
        elif part.is_mail and part.children:
            self._mail(part, silent)
        elif part.content_type in _TEXTS and part.disposition != "attachment" and not part.name:
            if not silent:
                self._say(self._words(part))
        elif part.content_type not in _LEFT_OUT:
            self._file(part, silent, inline)

    def _say(self, words: Words) -> bool:
        self._contents.texts.append(words.text)
        self._contents.whole &= words.whole
        return bool(words.text)

    def _mixed(self, part: Part, silent: bool) -> None:
        for child in part.children:
            self.read(child, silent=silent)

    def _alternative(self, part: Part, silent: bool) -> None:
        """Plain text before pages, unless it is empty or only says that there is a page."""
        plain = next((each for each in part.children if each.content_type == "text/plain"), None)
        words = self._words(plain) if plain and not silent else None
        said = silent or bool(words and not _is_excuse(words.text) and self._say(words))
        calendars = [each for each in part.children if each.content_type == "text/calendar"]
        for child in reversed(part.children):
            if child is plain or child in calendars:
                continue
            before = len(self._contents.text) if not said else 0
            self.read(child, silent=said)
            said = said or len(self._contents.text) > before
        if words and not said:
            self._say(words)
        for child in calendars:
            self._file(child, silent, inline=False)

    def _related(self, part: Part, silent: bool) -> None:
        root = next((each for each in part.children if _can_speak(each)), None)
        for child in part.children:
            self.read(child, silent=silent, inline=child is not root)

    def _encrypted(self, part: Part, silent: bool) -> None:
        self._contents.encrypted = True
        for child in part.children:
            if child.content_type != "application/pgp-encrypted":
                self.read(child, silent=silent)

    _MULTIPARTS: ClassVar[dict[str, Callable[["_Reading", Part, bool], None]]] = {
        "multipart/alternative": _alternative,
        "multipart/related": _related,
        "multipart/encrypted": _encrypted,
    }

    def _words(self, part: Part) -> Words:
        content = part.content().content
        if b"begin " in content and (files := list(islice(uu_files(content), MOST))):
            for file in reversed(files):
                content = content[: file.start] + content[file.end :]
            self._contents.enclosures += [
                Enclosure(file.name.decode("utf-8", "replace"), file.content) for file in files
            ]
        words = words_of(part, content)
        if is_encrypted(words.text):
            self._contents.encrypted = True
        return words._replace(text=without_armour(words.text))

    def _mail(self, part: Part, silent: bool) -> None:
        """A mail that is passed on: what it says is what its sender wants to say."""
        (child,) = part.children
        headers = child.headers
        subject = headers.text("subject")
        self._contents.writers.append(headers.sender("from", "sender"))
        self._contents.enclosures.append(
            Enclosure(part.name or f"{subject or _PASSED_ON}.eml", part.body)
        )
        if not silent:
            fields = [
                f"{title}: {_told(name, text)}"
                for title, name in _HEADINGS
                if (text := headers.text(name))
            ]
            self._contents.texts.append("\n".join([_DIVIDER, *fields]))
        self.read(child, silent=silent)

    def _file(self, part: Part, silent: bool, inline: bool) -> None:
        content, whole = part.content()
        if part.content_type in PACKED and self._unwrap(content, silent):
            return
        if part.content_type in _WINMAIL or content.startswith(SIGNATURE):
            self._winmail(part, content)
            return
        if part.content_type == "text/calendar" and not silent and (told := summary_of(content)):
            self._contents.texts.append(told)
        self._contents.whole &= whole
        self._contents.enclosures.append(
            Enclosure(
                part.name or (_CALENDAR_FILE if part.content_type == "text/calendar" else None),
                content,
                inline=inline or (part.disposition == "inline" and part.identifier is not None),
                media_type=part.content_type,
            )
        )

    def _unwrap(self, content: bytes, silent: bool) -> bool:
        """Whether the part is a signed mail that could be opened."""
        signed = signed_content(content) if self._opened < _PACKED_WITHIN else None
        if signed is None:
            self._contents.encrypted = True
            return False
        self._opened += 1
        self.read(parts_of(signed, self._budget), silent=silent)
        return True

    def _winmail(self, part: Part, content: bytes) -> None:
        package = unpacked(content)
        if package is None or not package.whole:
            self._contents.enclosures.append(Enclosure(part.name or "winmail.dat", content))
        if package is None:
            self._contents.instead.append(Words("", whole=False))
        else:
            self._contents.instead.append(words_of_package(package))
            self._contents.enclosures += [
                Enclosure(file.name, file.content, inline=file.inline) for file in package.files
            ]


def _told(name: str, text: str) -> str:
    """A field as a person reads it: instants in Swedish time."""
    if name != "date":
        return text
    try:
        at = parsedate_to_datetime(text)
        return Formats(Language.SWEDISH).instant(at).replace(NO_BREAK_SPACE, " ")
    except (ValueError, TypeError, OverflowError):
        return text


def _can_speak(part: Part) -> bool:
    return part.is_multipart or part.content_type in _TEXTS


def _is_excuse(text: str) -> bool:
    """Whether a plain text only tells that the mail is to be read as a page."""
    return not text or (len(text) < 300 and "html" in text.lower())
