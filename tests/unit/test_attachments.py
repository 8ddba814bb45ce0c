"""Names of files, how much may come, and where the scanner is."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.intake.attachments.clamd import PORT, ClamdAddress
from services.intake.attachments.disposition import attachment_disposition, name_in
from services.intake.attachments.documents import Attachment
from services.intake.attachments.later_scans import wait_after
from services.intake.attachments.limits import AttachmentLimits, require_room
from services.intake.attachments.names import LONGEST, clean_name, name_for_saving
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.attachments.settings import AttachmentSettings
from shared.clock import SystemClock
from shared.ids import new_id

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("brev.pdf", "brev.pdf"),
        ("Skärmavbild 2026-11-23 kl. 08.15.png", "Skärmavbild 2026-11-23 kl. 08.15.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\nn\\brev.pdf", "brev.pdf"),
        ("mapp/", "mapp"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("a\x00b\r\nc\td.txt", "ab c d.txt"),
        ('<b>"x"|?*:</b>.txt', "b.txt"),
        ("  . brev .pdf . ", "brev .pdf"),
        ("e\u0301.txt", "é.txt"),
        ("...", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_shown_without_what_leads_astray(given: str | None, clean: str | None) -> None:
    assert clean_name(given) == clean


def test_a_long_name_keeps_its_ending() -> None:
    cut = clean_name("å" * 500 + ".pdf")
    endless = clean_name("å" * 500)

    assert cut is not None
    assert (len(cut), cut[-6:]) == (LONGEST, "å….pdf")
    assert endless == "å" * LONGEST


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("brev.pdf", "application/pdf", "brev.pdf"),
        ("BREV.PDF", "application/pdf", "BREV.PDF"),
        ("bild.jpeg", "image/jpeg", "bild.jpeg"),
        ("faktura.js", "text/plain", "faktura.js.txt"),
        ("bild.jpg", "text/html", "bild.jpg.bin"),
        ("brev", DOCX, "brev.docx"),
        ("pdf", "application/pdf", "pdf.pdf"),
        (None, "application/pdf", "bilaga.pdf"),
        (None, "application/x-odd", "bilaga.bin"),
    ],
)
def test_a_file_is_saved_with_an_ending_of_its_content(
    name: str | None, media_type: str, saved: str
) -> None:
    assert name_for_saving(name, media_type) == saved


@pytest.mark.parametrize("name", ["brev.pdf", 'å"ä;ö\\.pdf', "日本.txt", "a'b%20.txt"])
def test_a_name_in_a_header_is_read_as_it_was_written(name: str) -> None:
    written = attachment_disposition(name)

    assert written.isascii()
    assert written.startswith("attachment; ")
    assert name_in(written) == name


@pytest.mark.parametrize(
    "disposition",
    [None, "", "attachment", "inline; x=y", "attachment; filename*=no-such-code''%E5", ";;=;\"'"],
)
def test_a_header_without_a_readable_name_gives_none(disposition: str | None) -> None:
    assert name_in(disposition) is None


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=brev.pdf", "brev.pdf"),
        ('attachment; filename="ett \\"brev\\".pdf"', 'ett "brev".pdf'),
        ("attachment; filename*=iso-8859-1'sv'br%E5.pdf; filename=annat.pdf", "brå.pdf"),
        ("attachment; filename=" + "brå.pdf".encode().decode("latin-1"), "brå.pdf"),
        ("attachment; FileName = brå.pdf", "brå.pdf"),
    ],
)
def test_names_are_read_as_programs_write_them(disposition: str, name: str) -> None:
    assert name_in(disposition) == name


def file_of(size: int) -> Attachment:
    now = SystemClock().now()
    return Attachment(
        id=str(new_id()),
        media_type="text/plain",
        size=size,
        sha256="",
        owner="draft:1",
        created_at=now,
        since=now,
    )


def test_files_may_be_as_many_and_as_large_as_the_limits_say() -> None:
    limits = AttachmentLimits(count=2, total=100)

    require_room(limits, [file_of(50), file_of(50)])
    require_room(limits, [file_of(50)], coming=1)
    for files, coming, reason in (
        ([file_of(1)] * 3, 0, Reason.TOO_MANY),
        ([file_of(1)] * 2, 1, Reason.TOO_MANY),
        ([file_of(50), file_of(51)], 0, Reason.TOO_LARGE),
    ):
        with pytest.raises(AttachmentRefused) as refused:
            require_room(limits, files, coming)
        assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("tcp://clamav:3311", ClamdAddress(host="clamav", port=3311)),
        ("tcp://127.0.0.1", ClamdAddress(host="127.0.0.1", port=PORT)),
        ("unix:///run/clamav/clamd.ctl", ClamdAddress(path="/run/clamav/clamd.ctl")),
        ("/run/clamav/clamd.ctl", ClamdAddress(path="/run/clamav/clamd.ctl")),
    ],
)
def test_the_scanner_is_found_by_host_or_by_path(written: str, address: ClamdAddress) -> None:
    assert ClamdAddress.parse(written) == address


@pytest.mark.parametrize("written", ["clamav:3310", "http://clamav", "unix:clamd.ctl", "tcp://"])
def test_an_address_of_no_scanner_is_refused_at_start(written: str) -> None:
    with pytest.raises(ValidationError, match="give tcp://host:3310"):
        AttachmentSettings(clamd_url=written)


def test_media_types_are_given_with_commas() -> None:
    settings = AttachmentSettings(attachment_types="Image/PNG, application/pdf,")

    assert settings.attachment_limits.media_types == {"image/png", "application/pdf"}


def test_a_scan_is_tried_again_ever_more_seldom_and_never_given_up() -> None:
    waits = [wait_after(tried) for tried in range(100)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
