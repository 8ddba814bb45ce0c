"""Letters as they are printed: addressed for the envelope, readable by everyone, kept nowhere."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from services.notifications.printing.press import TEMPLATE, LetterPress, letter_words
from services.notifications.texts.blocks import Block, Level, blocks
from services.notifications.texts.paper import Letter, recipient
from shared.events.submissions import Address
from shared.pages.languages import Language
from shared.typesetting import typeset

FOLLOW = "https://synpunkter.exempelkommun.example/folj"
MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
LETTER = Letter(
    language=Language.SWEDISH,
    municipality="Exempelkommun",
    board="Vård- och omsorgsnämnden",
    phone="08-465 004 00",
    email="kontaktcenter@exempelkommun.example",
    post="Exempelkommun, 123 45 Exempelstad",
    recipient=("Namn Efternamn", "Storgatan 1", "123 45 Exempelstad"),
    passed_on=False,
    number="VON 2026-00047",
    day=date(2026, 11, 22),
    blocks=(
        Block(Level.TITLE, "Svar på ditt ärende"),
        Block(Level.HEADING, "Vad som har hänt"),
        Block(Level.PARAGRAPH, "Schemat stämde inte.\nDet beklagar vi."),
    ),
    follow=FOLLOW,
)


async def printed(*letters: Letter) -> PdfReader:
    return PdfReader(BytesIO(await LetterPress().pdf(letters)))


def places(reader: PdfReader) -> dict[str, tuple[float, float]]:
    """Of each piece of text on the first page: how far it begins from left and top, in mm."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip():
            found.setdefault(text.strip(), (x / MILLIMETRE, 297 - y / MILLIMETRE))

    reader.pages[0].extract_text(visitor_text=note)
    return found


async def test_a_letter_is_one_page_of_a4_tagged_with_language_and_title() -> None:
    reader = await printed(LETTER)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(A4, abs=0.5)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "sv"
    assert reader.metadata is not None
    assert reader.metadata.title == "Brev"
    made = await LetterPress().pdf((LETTER,))
    assert b"pdfuaid" in made


async def test_a_letter_says_who_to_whom_when_and_about_what() -> None:
    text = (await printed(LETTER)).pages[0].extract_text()
    for words in (
        "Exempelkommun",
        "Vård- och omsorgsnämnden",
        "Namn Efternamn",
        "Storgatan 1",
        "123 45 Exempelstad",
        "22 november 2026",
        "VON 2026-00047",
        "Svar på ditt ärende",
        "Schemat stämde inte.",
        "Det beklagar vi.",
        FOLLOW,
    ):
        assert words in text.replace("\xa0", " "), words


@pytest.mark.parametrize(
    "lines",
    [
        ("Namn Efternamn", "Storgatan 1", "123 45 Exempelstad"),
        ("Namn Efternamn", "c/o Exempel", "Storgatan 1", "lgh 1101", "123 45 Exempelstad"),
    ],
)
async def test_the_address_stays_in_the_window_however_the_sheet_slides(
    lines: tuple[str, ...],
) -> None:
    """C5: a window 15–120 mm from the left and 44–79 from the top, DL: 20–110 and 45–90. The
    folded sheet is 210 × 148.5 or 210 × 99 mm in 229 × 162 or 220 × 110 mm.
    """
    where = places(await printed(replace(LETTER, recipient=lines)))
    for line in lines:
        left, baseline = where[line]
        right = left + 2.2 * len(line)
        for window, slack in (((15, 120, 44, 79), (19, 13.5)), ((20, 110, 45, 90), (10, 11))):
            first, last, top, bottom = window
            assert left >= first
            assert right + slack[0] <= last
            assert baseline - 3 >= top
            assert baseline + 1 + slack[1] <= bottom
    others = [text for text in where if text not in lines]
    for other in others:
        left, baseline = where[other]
        assert left > 120 or baseline < 35 or baseline > 90, f"{other} shows in a window"


async def test_a_long_answer_takes_more_pages_and_each_letter_begins_its_own_numbering() -> None:
    paragraph = Block(Level.PARAGRAPH, "Vi såg över schemat. " * 40)
    long = replace(LETTER, blocks=(*LETTER.blocks, *[paragraph] * 9))
    reader = await printed(long, LETTER)
    assert len(reader.pages) == 4
    numbers = [re.findall(r"Sida (\d)", page.extract_text()) for page in reader.pages]
    assert numbers == [["1"], ["2"], ["3"], ["1"]]


async def test_a_letter_that_the_registrar_passes_on_has_no_name_and_no_address() -> None:
    reader = await printed(replace(LETTER, recipient=(), passed_on=True))
    text = reader.pages[0].extract_text()
    assert "Förmedlas av registrator" in text
    assert "Efternamn" not in text
    assert "Skyddade" not in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hej 😀 då 🧑‍🦽!", "Hej □ då □□!"),
        ("\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3} bra", "□ bra"),
        ("你好", "□□"),
        ("".join(chr(0x4E00 + n) for n in range(40)) + " åäö", "□" * 40 + " åäö"),
        ("ljud\x07", "ljud□"),
        ("Łukasz Đặng Ψυχή Привет", "Łukasz Đặng Ψυχή Привет"),
        ("#let x = *fet* $x$ <b> @ref // `kod` \\", "#let x = *fet* $x$ <b> @ref // `kod` \\"),
    ],
)
async def test_whatever_somebody_has_written_can_be_printed(written: str, shown: str) -> None:
    """What no typeface has becomes a box; and nothing of it is taken for a command."""
    letter = replace(
        LETTER, recipient=("Namn", written), blocks=(Block(Level.PARAGRAPH, written),), follow=None
    )
    text = (await printed(letter)).pages[0].extract_text()
    assert text.replace("\n", "").count(shown) == 2, text


async def test_letters_are_in_the_language_of_each_case() -> None:
    text = (await printed(replace(LETTER, language=Language.ENGLISH))).pages[0].extract_text()
    assert "22 November 2026" in text.replace("\xa0", " ")
    assert "Scan the code" in text


def test_a_phone_reads_the_address_of_the_follow_page_from_the_code() -> None:
    made = typeset(TEMPLATE, letter_words([LETTER]), "png", pixels_per_inch=150)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(made)))] == [FOLLOW]
    without = typeset(
        TEMPLATE, letter_words([replace(LETTER, follow=None)]), "png", pixels_per_inch=150
    )
    assert zxingcpp.read_barcodes(Image.open(BytesIO(without))) == []


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (Address(name="Namn Efternamn"), ("Namn Efternamn",)),
        (Address(), ()),
        (
            Address(name="Namn", address="Storgatan 1, 123 45 Exempelstad"),
            ("Namn", "Storgatan 1", "123 45 Exempelstad"),
        ),
        (
            Address(name="Namn", address="Storgatan 1,\n\n123 45 Exempelstad \n"),
            ("Namn", "Storgatan 1", "123 45 Exempelstad"),
        ),
        (
            Address(name="Namn", address="a\nb\nc\nd\ne\nf"),
            ("Namn", "a", "b", "c", "d, e, f"),
        ),
    ],
)
def test_an_address_becomes_lines_of_the_window(given: Address, lines: tuple[str, ...]) -> None:
    assert recipient(given) == lines


def test_the_page_of_a_mail_becomes_headings_and_paragraphs() -> None:
    page = """<html><head><title>Inte här</title></head><body><h1>Rubrik
      ett</h1><p>Hej!<br>Du &amp; jag <a href="https://a.example/x">här</a>.</p>
      <p style="margin: 0; white-space: pre-line;">Rad ett
Rad två

Nytt stycke</p><p><a href="mailto:a@b.example">a@b.example</a></p><p> </p></body></html>"""
    assert blocks(page) == (
        Block(Level.TITLE, "Rubrik ett"),
        Block(Level.PARAGRAPH, "Hej!\nDu & jag här (https://a.example/x)."),
        Block(Level.PARAGRAPH, "Rad ett\nRad två"),
        Block(Level.PARAGRAPH, "Nytt stycke"),
        Block(Level.PARAGRAPH, "a@b.example"),
    )
