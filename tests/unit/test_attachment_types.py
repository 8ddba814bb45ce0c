"""What a file is, by its content alone."""

from random import Random

import pytest

from services.intake.attachments.inspection import TAIL, Inspection
from services.intake.attachments.limits import MEDIA_TYPES
from tests.support.files import (
    EXE,
    HTML,
    JPEG,
    OFFICE,
    OPEN_DOCUMENT,
    PDF,
    SVG,
    TEXT,
    boxes,
    matroska,
    office,
    ogg,
    ole,
    open_document,
    png,
    zipped,
)


def type_of(*pieces: bytes) -> str:
    inspection = Inspection()
    for piece in pieces:
        inspection.feed(piece)
    return inspection.media_type


TAKEN_IN = [
    ("application/pdf", PDF),
    ("application/pdf", b"%PDF-1.4\nonly plain signs in this one\n"),
    ("image/jpeg", JPEG),
    ("image/jpeg", b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00" + bytes(20)),
    ("image/png", png()),
    ("image/gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    ("image/tiff", b"II*\x00\x08\x00\x00\x00" + bytes(20)),
    ("image/tiff", b"MM\x00*\x00\x00\x00\x08" + bytes(20)),
    ("image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20)),
    ("image/heic", boxes("heic", "mif1", "heic")),
    ("image/heic", boxes("mif1", "heic")),
    ("text/plain", TEXT),
    ("text/plain", "Hälsningar från Åre".encode("windows-1252")),
    ("text/plain", "\ufeffmed märke".encode()),
    ("text/plain", "Två byte var".encode("utf-16")),
    ("text/plain", b"BM is how this text begins"),
    ("text/plain", b"<3 is a heart, and a < b is no markup"),
    ("application/rtf", b"{\\rtf1\\ansi Hej}"),
    ("application/msword", ole("Root Entry", "WordDocument")),
    ("application/vnd.ms-excel", ole("Root Entry", "Workbook")),
    (f"{OFFICE}.wordprocessingml.document", office("word")),
    (f"{OFFICE}.spreadsheetml.sheet", office("xl")),
    (f"{OFFICE}.presentationml.presentation", office("ppt")),
    (f"{OPEN_DOCUMENT}.text", open_document("text")),
    (f"{OPEN_DOCUMENT}.spreadsheet", open_document("spreadsheet")),
    (f"{OPEN_DOCUMENT}.presentation", open_document("presentation")),
    ("audio/mpeg", b"ID3\x04\x00\x00\x00\x00\x00#TSSE" + bytes(20)),
    ("audio/mpeg", b"\xff\xfb\x90\x64" + bytes(40)),
    ("audio/mpeg", b"\xff\xf3\x84\x64" + bytes(40)),
    ("audio/mp4", boxes("M4A ", "isom", "mp42")),
    ("audio/ogg", ogg(b"vorbis")),
    ("audio/ogg", ogg(b"OpusHead")),
    ("audio/wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)),
    ("audio/amr", b"#!AMR\n<\x91\x17\x16" + bytes(20)),
    ("audio/webm", matroska("webm", "A_OPUS")),
    ("video/mp4", boxes("isom", "iso2", "avc1")),
    ("video/mp4", boxes("mp42", "mp41")),
    ("video/quicktime", boxes("qt  ")),
    ("video/quicktime", b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat" + bytes(20)),
]

REFUSED = [
    ("text/html", HTML),
    ("text/html", b"\n\n  <!-- a comment first --><HTML><p>Hej"),
    ("text/html", b"Hej! <script>alert(1)</script>"),
    ("text/html", "<html lang=sv>åäö".encode("utf-16")),
    ("image/svg+xml", SVG),
    ("image/svg+xml", b'<?xml version="1.0"?>\n<!DOCTYPE svg>\n' + SVG),
    ("application/xml", b'<?xml version="1.0"?><invoice/>'),
    ("text/x-script", b"#!/bin/sh\nrm -rf ~\n"),
    ("application/vnd.microsoft.portable-executable", EXE),
    ("application/zip", zipped({"tool.exe": EXE})),
    ("application/zip", zipped({"[Content_Types].xml": b"", "other/x.xml": b""})),
    ("application/zip", zipped({"[Content_Types].xml": b"", "word/a": b"", "xl/b": b""})),
    ("application/zip", b"PK\x03\x04 and then no archive"),
    ("application/vnd.ms-word.document.macroenabled.12", office("word", "word/vbaProject.bin")),
    ("application/vnd.ms-excel.sheet.macroenabled.12", office("xl", "xl/vbaProject.bin")),
    ("application/x-opendocument-with-macros", open_document("text", "Basic/script-lc.xml")),
    ("application/vnd.ms-outlook", ole("__properties_version1.0", "WordDocument")),
    ("application/x-ole-storage", ole("Root Entry", "EncryptedPackage")),
    ("image/avif", boxes("avif", "mif1")),
    ("video/webm", matroska("webm", "V_VP9", "A_OPUS")),
    ("video/x-matroska", matroska("matroska", "V_MPEG4")),
    ("application/octet-stream", bytes(range(256))),
]


@pytest.mark.parametrize(("media_type", "content"), TAKEN_IN)
def test_what_people_send_is_known_and_taken_in(media_type: str, content: bytes) -> None:
    assert type_of(content) == media_type
    assert media_type in MEDIA_TYPES


@pytest.mark.parametrize(("media_type", "content"), REFUSED)
def test_what_runs_or_renders_is_known_and_not_taken_in(media_type: str, content: bytes) -> None:
    assert type_of(content) == media_type
    assert media_type not in MEDIA_TYPES


def test_every_type_that_is_taken_in_has_a_file_in_this_test() -> None:
    assert {media_type for media_type, _ in TAKEN_IN} == set(MEDIA_TYPES)


def test_an_archive_is_read_by_its_end_however_long_it_is() -> None:
    document = office("word")
    noise = Random(1).randbytes(2 * TAIL)
    large = zipped({"[Content_Types].xml": b"", "word/picture.png": noise})

    assert type_of(document[:100], document[100:]) == f"{OFFICE}.wordprocessingml.document"
    assert type_of(large[:TAIL], large[TAIL:]) == f"{OFFICE}.wordprocessingml.document"


def test_an_archive_whose_table_of_contents_is_longer_than_is_kept_is_no_document() -> None:
    names = [f"word/{number:0200}" for number in range(TAIL // 200)]

    assert type_of(office("word", *names)) == "application/zip"


def test_a_name_of_a_stream_is_found_across_two_pieces() -> None:
    whole = ole("Root Entry", "WordDocument")
    middle = whole.index("Word".encode("utf-16-le")) + 6

    assert type_of(whole[:middle], whole[middle:]) == "application/msword"


@pytest.mark.parametrize("sign", [b"\x00", b"\x01", b"\x1b", b"\x7f"])
def test_a_control_character_anywhere_makes_it_no_text(sign: bytes) -> None:
    assert type_of(TEXT * 10, b"till sist" + sign) != "text/plain"


def test_a_letter_across_two_pieces_stays_text() -> None:
    whole = "å".encode() * 3

    assert type_of(b"abc" + whole[:3], whole[3:]) == "text/plain"
