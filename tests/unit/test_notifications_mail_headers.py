"""Every mail as it is really composed: each text, in each language, of each board."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.notifications.texts.checking import load_texts
from services.notifications.texts.mail import Envelope, compose
from services.notifications.texts.previews import Previews
from services.notifications.texts.samples import examples_of
from services.notifications.texts.texts import Text, TextName
from shared.events.notices import NoticeWay
from shared.ids import derived_id
from shared.organisation import Board, load_organisation
from shared.pages.languages import Language
from tests.conftest import REPOSITORY

FOLDER: Path = REPOSITORY / "deploy" / "organisation"
ORGANISATION = load_organisation(FOLDER)
PREVIEWS = Previews(load_texts(FOLDER, ORGANISATION), ORGANISATION)
WRITTEN = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
_FIGURE = re.compile(r"\d|://")
"""Days, numbers and links: what must not differ."""
LISTS = re.compile(r"list-|precedence$|feedback-id$", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One mail."""

    board: Board
    name: TextName
    language: Language
    example: int
    text: Text

    def __str__(self) -> str:
        return f"{self.board.id}-{self.name}-{self.language}-{self.example}"


def cases() -> Iterator[Case]:
    for board in ORGANISATION.boards:
        for name in TextName:
            for language in PREVIEWS.languages(name, board.id):
                for example in range(20):
                    found = PREVIEWS.preview(name, language, board, example)
                    if found is None or found.example != example:
                        break
                    told_by = examples_of(name, language)[example].values.get("by")
                    if told_by not in (None, NoticeWay.EMAIL):
                        continue
                    assert found.text is not None
                    yield Case(board, name, language, example, found.text)


EVERY = pytest.mark.parametrize("case", list(cases()), ids=str)


def content_of(case: Case) -> bytes:
    board = case.board
    envelope = Envelope(
        sender=board.sender,
        sender_name=f"{board.name.in_language(case.language)}, Exempelkommun",
        recipient="kund@post.example",
        reply_to=board.sender,
    )
    case_id = derived_id("case", str(case))
    return compose(
        envelope,
        case.text,
        case.language,
        notice_id=str(derived_id("notice", str(case))),
        case_id=case_id,
        written_at=WRITTEN,
        headers={"X-Lyhord-Reference": "26-7KQ2M-X9D4T"},
    ).content


def read(content: bytes) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)


def test_there_is_a_mail_of_every_text_and_board() -> None:
    made = {(case.board.id, case.name) for case in cases()}

    assert made == {(board.id, name) for board in ORGANISATION.boards for name in TextName}


@EVERY
def test_its_headers_are_what_mail_servers_and_programs_ask_for(case: Case) -> None:
    mail = read(content_of(case))

    # Once each (RFC 5322, 3.6).
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118 - keys() has them all
    assert len(names) == len(set(names))
    assert mail["Auto-Submitted"] == "auto-generated"
    suppressed = {each.strip() for each in mail["X-Auto-Response-Suppress"].split(",")}
    assert {"OOF", "AutoReply"} <= suppressed
    assert not suppressed & {"All", "NDR"}, "that it was not delivered must come back"
    assert not [name for name in names if LISTS.match(name)], "it is no mailing list"
    assert mail["Content-Language"] == case.language
    assert mail["Date"].datetime == WRITTEN
    assert abs(mail["Date"].datetime - WRITTEN) < timedelta(seconds=1)
    (sender,) = mail["From"].addresses
    assert sender.addr_spec == case.board.sender
    assert sender.display_name
    assert [each.addr_spec for each in mail["Reply-To"].addresses] == [case.board.sender]
    assert [each.addr_spec for each in mail["To"].addresses] == ["kund@post.example"]
    assert mail["MIME-Version"] == "1.0"
    assert mail["Subject"] == case.text.subject
    assert 0 < len(mail["Subject"]) <= 120
    assert not mail.defects


@EVERY
def test_its_message_id_is_of_the_senders_domain_and_can_be_answered(case: Case) -> None:
    mail = read(content_of(case))

    assert re.fullmatch(r"<[\w.-]+@[\w.-]+>", mail["Message-ID"])
    domain = mail["Message-ID"].rpartition("@")[2].rstrip(">")
    assert domain == case.board.sender.rpartition("@")[2]
    assert len(mail["Message-ID"]) < 250


@EVERY
def test_the_envelope_and_from_are_one_so_that_spf_and_dmarc_agree(case: Case) -> None:
    envelope = Envelope(case.board.sender, "Nämnden", "kund@post.example", case.board.sender)
    mail = compose(
        envelope,
        case.text,
        case.language,
        notice_id="n",
        case_id=derived_id("c"),
        written_at=WRITTEN,
    )

    assert mail.sender == case.board.sender
    assert read(mail.content)["From"].addresses[0].addr_spec == mail.sender
    assert mail.sender in case.board.addresses, "what is mailed back to it is the board's"


@EVERY
def test_its_bytes_can_be_sent_by_any_server(case: Case) -> None:
    content = content_of(case)

    assert content.isascii(), "seven bits"
    assert b"\n" not in content.replace(b"\r\n", b""), "no bare line feed"
    assert b"\r" not in content.replace(b"\r\n", b""), "no bare carriage return"
    assert b"\x00" not in content
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    head, _, body = content.partition(b"\r\n\r\n")
    assert all(re.match(rb"[!-9;-~]+: |[ \t]\S", line) for line in head.split(b"\r\n"))
    assert max(len(line) for line in body.split(b"\r\n")) <= 78


@EVERY
def test_it_has_a_text_and_a_page_that_say_the_same(case: Case) -> None:
    mail = read(content_of(case))

    assert mail.get_content_type() == "multipart/alternative"
    plain, page = mail.iter_parts()
    assert [part.get_content_type() for part in (plain, page)] == ["text/plain", "text/html"]
    for part in (plain, page):
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
        assert not part.defects
        assert quopri.decodestring(str(part.get_payload()).encode()).decode()
    seen = Seen()
    seen.feed(page.get_content())
    told = " ".join([*seen.words, *seen.links])
    figures = [
        word.strip(".,:()[]") for word in plain.get_content().split() if _FIGURE.search(word)
    ]
    assert [word for word in figures if word not in told] == []
    links = set(re.findall(r"https?://[^\s<>\"]+", plain.get_content()))
    assert {each for each in seen.links if each.startswith("http")} <= links
    assert seen.language == case.language
    assert not seen.fetched, "a mail fetches nothing"
    municipality = ORGANISATION.municipality.name.in_language(case.language)
    board = case.board.name.in_language(case.language)
    assert municipality in page.get_content()
    assert case.name is TextName.ALARM or board in page.get_content()


class Seen(HTMLParser):
    """What stands in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.fetched: list[str] = []
        self.language: str | None = None
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a" and given.get("href"):
            self.links.add(str(given["href"]))
        if tag in ("img", "script", "link", "iframe", "object", "form", "video", "audio"):
            self.fetched.append(tag)
