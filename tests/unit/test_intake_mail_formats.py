"""What is read of charsets, pages, packages, signatures and calendars, one by one."""

import struct
import subprocess
from pathlib import Path

import pytest
import tnefparse

from services.intake.mail.armour import signed_content, without_armour
from services.intake.mail.calendar_item import summary_of
from services.intake.mail.charsets import decoded
from services.intake.mail.flowed import unflowed
from services.intake.mail.html import text_of_html
from services.intake.mail.rtf import decompressed, text_of_rtf
from services.intake.mail.tnef import unpacked
from tests.corpus import winmail
from tests.support.mails import LAY, own_mails


@pytest.mark.parametrize(
    ("content", "charset", "text", "whole"),
    [
        ("å".encode(), "utf-8", "å", True),
        (b"\xe5", "iso-8859-1", "å", True),
        ("å".encode(), "no-such", "å", True),
        (b"\xe5", "no-such", "å", True),
        (b"\xe5", None, "å", True),
        (b"\xe5", "us-ascii", "å", True),
        (b"p\x86 golvet", None, "på golvet", True),
        (b"p\x8c golvet", None, "på golvet", True),
        (b"\x93p\xe5 golvet\x94", None, "“på golvet”", True),
        (b"\x9d\xfe", None, "\x9dþ", False),
        (b"a\xe5", "utf-8", "aå", True),
        ("å".encode() + b" \xc3", "utf-8", "å \ufffd", False),
        (b"\xff", "shift_jis", "\ufffd", False),
        (b"a", "rot13", "a", True),
        (b"a", "\x00", "a", True),
        (b"+AOU-", "unicode-1-1-utf-7", "å", True),
    ],
)
def test_charsets_are_tried_until_one_fits(
    content: bytes, charset: str | None, text: str, whole: bool
) -> None:
    assert decoded(content, charset) == (text, whole)


def test_a_page_keeps_its_lines_and_drops_what_is_not_read() -> None:
    page = text_of_html(
        "<h1>Rubrik</h1><ul><li>ett<li>två</ul>a<span>b</span> c<script>x</script>"
        "<table><tr><td>1</td><td>2</td></tr></table>\n\n<p>slut<br>på<br><br>sidan</p>"
        "<blockquote>citat<blockquote>i citat</blockquote></blockquote><div>ett</div><div>två</div>"
    )

    assert page.text.split("\n\n") == [
        *("Rubrik", "- ett\n- två", "ab c", "1 2", "slut\npå", "sidan"),
        *("> citat", ">> i citat", "ett\ntvå"),
    ]
    assert page.whole


def test_where_a_link_leads_is_told_once() -> None:
    assert text_of_html('<a href="https://a.example/x">här</a>').text == "här <https://a.example/x>"
    assert text_of_html('<a href="https://a.example/">a.example</a>').text == "a.example"
    assert text_of_html('<a href="javascript:x">här</a>').text == "här"


def test_lines_that_the_senders_program_broke_are_joined() -> None:
    assert unflowed("ett \ntvå\n> tre \n> fyra\n-- \nx", spaces_deleted=False) == (
        "ett två\n> tre fyra\n-- \nx"
    )
    assert unflowed("et \nt", spaces_deleted=True) == "ett"
    assert unflowed("ett \n> två", spaces_deleted=False) == "ett \n> två"


def test_what_openssl_has_signed_is_read(tmp_path: Path) -> None:
    key, certificate, text = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "text"
    text.write_text(LAY, encoding="utf-8")
    request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _openssl(*request, "-subj", "/CN=x", "-keyout", key, "-out", certificate)
    sign = ["-sign", "-binary", "-nodetach", "-outform", "DER", "-signer", certificate]

    for options in ([], ["-stream"]):
        packed = _openssl("cms", *sign, *options, "-inkey", key, "-in", text)
        assert signed_content(packed) == LAY.encode()
    encrypted = _openssl("cms", "-encrypt", "-outform", "DER", "-in", text, certificate)
    assert signed_content(encrypted) is None
    assert signed_content(packed[:40]) is None


def _openssl(*arguments: object) -> bytes:
    command = ["openssl", *(str(each) for each in arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_a_text_signed_by_pgp_is_the_text() -> None:
    armoured = own_mails()["pgp-signed-text"].decode().partition("\n\n")[2]

    assert without_armour(f"Hej\n{armoured}\nDå").split() == (
        ["Hej", "Larmet", "låg", "på", "golvet.", "--", "strecket", "Då"]
    )
    assert without_armour("-----BEGIN PGP MESSAGE-----\nx") == ""


def test_the_corpus_packs_as_outlook_does() -> None:
    """As another reader of the format sees it."""
    content = winmail.winmail(
        winmail.text(0x1000, LAY), files=[("räkning från våren.pdf", b"%PDF"), ("b.jpg", b"jpg")]
    )

    theirs = tnefparse.TNEF(content)
    ours = unpacked(content)

    assert ours is not None
    assert ours.whole
    assert theirs.body == ours.plain == LAY
    assert [(each.long_filename(), each.data) for each in theirs.attachments] == [
        (each.name, each.content) for each in ours.files
    ]


def test_a_package_that_promises_too_much_is_read_as_far_as_it_goes() -> None:
    """With the count below, tnefparse would go on for ten minutes."""
    content = winmail.winmail(winmail.text(0x1000, LAY))
    count = content.index(struct.pack("<IHH", 1, 0x1F, 0x1000))
    endless = content[:count] + b"\xff\xff\xff\xff" + content[count + 4 :]

    package = unpacked(endless)

    assert package is not None
    assert (package.plain, package.whole) == (LAY, False)
    assert unpacked(b"%PDF-1.4") is None


def test_a_package_is_read_wherever_it_is_cut_off() -> None:
    content = winmail.winmail(winmail.text(0x1000, LAY), files=[("b.jpg", b"jpg")])

    cut = [unpacked(content[:length]) for length in range(4, len(content))]
    within_text = unpacked(content[: content.index("Larmet".encode("utf-16-le")) + 4])

    assert all(package is not None for package in cut)
    assert within_text is not None
    assert not within_text.whole


def test_rich_text_is_its_words() -> None:
    assert text_of_rtf(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\'e5\~b\par\u8211?c\{d\}{\*\x y}}") == (
        "å b\n–c{d}"
    )
    from_page = (
        rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}L\'e5g \htmlrtf{\b\htmlrtf0 p\'e5\htmlrtf}"
        rb"\htmlrtf0{\*\htmltag84 &nbsp;}\htmlrtf ~\htmlrtf0 golvet{\*\htmltag72 </p>}}"
    )
    assert text_of_rtf(from_page) == "Låg på golvet"


def test_rich_text_is_unpacked_by_what_it_repeats() -> None:
    """The example of [MS-OXRTFCP] 4.2.1."""
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")

    assert decompressed(packed) == rb"{\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert decompressed(packed[:20]) is not None
    assert decompressed(b"x" * 20) is None


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ("DTSTART:20260701T080000Z", "1 juli 2026 kl. 10.00"),
        ("DTSTART:20260701T080000\nDTEND:20260702T090000", "1 juli 2026 kl. 08.00–2 juli 2026"),
        ("DTSTART;TZID=America/New_York:20260701T080000", "1 juli 2026 kl. 14.00"),
        ("DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260702", "1 juli 2026"),
    ],
)
def test_a_calendar_item_tells_when_in_swedish_time(dates: str, when: str) -> None:
    event = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n{dates}\nEND:VEVENT\nEND:VCALENDAR\n"

    told = summary_of(event.encode())

    assert told is not None
    assert told.startswith(f"Kalenderinbjudan: x\nNär: {when}")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"x", b"BEGIN:VCALENDAR\nEND:VCALENDAR", b"\xff\xfe"),
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n",
        b"BEGIN:VCALENDAR\n" + b"X-FILL:x\n" * 20_000 + b"END:VCALENDAR",
    ],
)
def test_what_is_no_calendar_tells_nothing(content: bytes) -> None:
    assert summary_of(content) is None
