"""Lists as programs of all ages save them, read as text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.imports.decoding import UNREADABLE, Decoding
from services.intake.imports.list_fault import ListFault

SWEDISH = "Nämnd;Åtgärder\nHögsby;Över\n"


def read(data: bytes, size: int = 7, charset: str | None = None) -> str:
    decoding = Decoding(charset)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return "".join([*map(decoding.feed, pieces), decoding.feed(b"", last=True)])


@pytest.mark.parametrize(
    "data",
    [
        SWEDISH.encode("utf-8"),
        SWEDISH.encode("utf-8-sig"),
        SWEDISH.encode("cp1252"),
        SWEDISH.encode("utf-16"),
        codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be"),
        codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le"),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-1252", "utf-16", "utf-16 be", "utf-16 le"],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_each_encoding_is_known_by_the_bytes(data: bytes, size: int) -> None:
    assert read(data, size) == SWEDISH


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "utf-16-le"])
def test_a_charset_that_is_named_holds(charset: str) -> None:
    assert read(SWEDISH.encode(charset), charset=charset) == SWEDISH


def test_a_byte_order_mark_is_believed_before_a_name() -> None:
    assert read(SWEDISH.encode("utf-8-sig"), charset="windows-1252") == SWEDISH


@pytest.mark.parametrize("charset", ["koi8-r", "no such", "shift_jis", "rot13"])
def test_a_charset_that_is_not_read_is_said(charset: str) -> None:
    with pytest.raises(ListFault, match="Windows-1252"):
        Decoding(charset)


def test_bytes_that_make_no_sense_are_marked_and_the_rest_is_read() -> None:
    text = read("å;".encode() + b"\xe5;" + "ö".encode())
    assert [bool(UNREADABLE.search(cell)) for cell in text.split(";")] == [False, True, False]


def test_what_windows_1252_does_not_have_is_marked() -> None:
    assert UNREADABLE.search(read(b"\xe5\x81"))


def test_a_replacement_character_that_the_list_itself_has_is_text() -> None:
    assert not UNREADABLE.search(read("å\ufffd".encode()))


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", "nämnd".encode("utf-16-le")])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ListFault, match="save it as CSV"):
        read(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 5])
def test_every_line_end_comes_out_the_same(end: str, size: int) -> None:
    assert read(f"a{end}b{end}{end}c".encode(), size) == "a\nb\n\nc"


@given(
    text=st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])),
    size=st.integers(1, 9),
)
def test_utf_8_is_read_whatever_the_pieces(text: str, size: int) -> None:
    assert read(text.encode("utf-8-sig"), size) == text


@given(data=st.binary(max_size=60), size=st.integers(1, 9))
def test_the_pieces_make_no_difference(data: bytes, size: int) -> None:
    assert outcome(data, size) == outcome(data, 1000)


def outcome(data: bytes, size: int) -> str | None:
    try:
        return read(data, size)
    except ListFault:
        return None
