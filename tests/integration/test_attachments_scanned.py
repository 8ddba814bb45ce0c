"""Files meet a real clamd: at once where it answers, later where it does not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from deploy.local.ports import LOOPBACK, free_ports
from services.intake.attachments.clamd import Clamd, ClamdAddress
from services.intake.attachments.contents import PIECE
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.attachments.scanning import Scanner
from services.intake.refusals import ImpossibleFields
from shared.events.vocabulary import Scan
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.attachments_desk import FileDesk, streamed
from tests.support.clamd import BAD, LONGEST, PrivateClamd
from tests.support.files import PDF

OWNER = "draft:1"
HOUR = timedelta(hours=1)
INFECTED = PDF + b"\n" + BAD


@pytest.fixture(scope="module")
async def clamd(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateClamd]:
    async with PrivateClamd(tmp_path_factory.mktemp("clamd")) as private:
        yield private


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[FileDesk]:
    desk = FileDesk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.close()


def scanner_at(url: str, seconds: float = 10) -> Scanner:
    return Clamd(ClamdAddress.parse(url), seconds)


async def test_a_file_is_scanned_while_it_comes_in(desk: FileDesk, clamd: PrivateClamd) -> None:
    for url in (clamd.url, clamd.socket_url):
        scanned = desk.with_limits(scanner=scanner_at(url))

        clean = await scanned.keep(streamed(PDF), "a.pdf", OWNER)
        across_pieces = INFECTED.rjust(PIECE + len(BAD) // 2, b" ")
        from_a_mail = await scanned.keep(streamed(across_pieces), "b.pdf", "mail:1", strict=False)
        with pytest.raises(AttachmentRefused) as refused:
            await scanned.keep(streamed(INFECTED), "c.pdf", OWNER)

        assert clean.scan is Scan.CLEAN
        assert from_a_mail.scan is Scan.INFECTED
        assert refused.value.reason is Reason.INFECTED
        assert await desk.later_scans(scanner_at(url)).scan_due() == 0


async def test_a_scanner_that_is_killed_keeps_nothing_from_coming(
    desk: FileDesk, clamd: PrivateClamd
) -> None:
    gone = scanner_at(clamd.url)
    scanned = desk.with_limits(scanner=gone)
    case_id = new_id()

    async def killed_on_the_way() -> AsyncIterator[bytes]:
        async for chunk in streamed(INFECTED.ljust(2 * PIECE), PIECE):
            yield chunk
            await clamd.kill()

    try:
        kept = await scanned.keep(killed_on_the_way(), "a.pdf", OWNER)
        also = await scanned.keep(streamed(PDF), "b.pdf", OWNER)
        ids = [kept.attachment_id, also.attachment_id]
        references = await scanned.claim(ids, OWNER, case_id)
        assert await desk.later_scans(gone).scan_due() == 0
    finally:
        await clamd.start()
    desk.clock.advance(HOUR)
    told = await desk.later_scans(scanner_at(clamd.url)).scan_due()

    assert {reference.scan for reference in references} == {Scan.NOT_SCANNED}
    assert told == 2
    assert [each.scan for each in await desk.attachments.of_case(case_id)] == [
        Scan.INFECTED,
        Scan.CLEAN,
    ]


async def test_a_file_too_long_for_the_scanner_stays_unscanned_and_is_tried_again(
    desk: FileDesk, clamd: PrivateClamd
) -> None:
    scanner = scanner_at(clamd.url)
    scanned = desk.with_limits(scanner=scanner)

    long = await scanned.keep(streamed(PDF.ljust(2 * LONGEST)), "a.pdf", OWNER)
    for _ in range(2):
        desk.clock.advance(HOUR)
        assert await desk.later_scans(scanner).scan_due() == 0

    again = await desk.attachments.get(long.attachment_id)
    assert again is not None
    assert (again.scan, again.scans_tried) == (Scan.NOT_SCANNED, 2)
    assert again.scan_due is not None
    assert again.scan_due > desk.clock.now()


async def test_a_scanner_that_is_silent_is_waited_for_once(desk: FileDesk) -> None:
    asked = []
    (port,) = free_ports(1)

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\0"))
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, LOOPBACK, port):
        scanner = scanner_at(f"tcp://{LOOPBACK}:{port}", seconds=0.1)
        scanned = desk.with_limits(scanner=scanner)
        kept = [await scanned.keep(streamed(PDF), "a.pdf", OWNER) for _ in range(5)]

    assert {each.scan for each in kept} == {Scan.NOT_SCANNED}
    assert asked == [b"zINSTREAM\0"]


async def test_what_was_found_later_is_claimed_by_no_case(
    desk: FileDesk, clamd: PrivateClamd
) -> None:
    kept = await desk.attachments.keep(streamed(INFECTED), "a.pdf", OWNER)

    assert await desk.later_scans(scanner_at(clamd.url)).scan_due() == 1

    with pytest.raises(ImpossibleFields, match="infected"):
        await desk.attachments.claim([kept.attachment_id], OWNER, new_id())
