"""Files in the store: kept whole or not at all, claimed once, and swept when nobody comes."""

from collections.abc import AsyncIterator, Callable
from random import Random

import pytest

from services.intake.attachments import owners
from services.intake.attachments.contents import PIECE
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.case_request import CaseRequest
from services.intake.erasure import Erasing
from services.intake.message import MessageRequest
from services.intake.refusals import ImpossibleFields, KeyReused
from services.intake.submission import Submission
from shared.events.envelope import Actor
from shared.events.upkeep import CaseErased
from shared.events.vocabulary import Channel, Kind, Role
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.attachments_desk import DAY, FileDesk, streamed
from tests.support.files import EXE, HTML, PDF, TEXT

LARGE = PDF + Random(1).randbytes(2 * PIECE)
OWNER = "draft:1"


class HungUp(Exception):
    """Stands for a client that is gone."""


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[FileDesk]:
    desk = FileDesk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.close()


@pytest.mark.parametrize(("content", "pieces"), [(PDF, 0), (LARGE, 3)], ids=["small", "large"])
async def test_a_file_is_kept_byte_for_byte(desk: FileDesk, content: bytes, pieces: int) -> None:
    kept = await desk.attachments.keep(streamed(content), "brev.txt", OWNER)

    found = await desk.attachments.get(kept.attachment_id)
    assert found is not None
    assert (found.media_type, found.size, found.name) == (
        "application/pdf",
        len(content),
        "brev.txt",
    )
    assert await desk.content(found) == content
    assert (await desk.left())[:2] == (1, pieces)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (EXE, Reason.TYPE_NOT_ALLOWED),
        (HTML, Reason.TYPE_NOT_ALLOWED),
        (LARGE, Reason.TOO_LARGE),
    ],
    ids=["empty", "program", "web page", "too large"],
)
async def test_what_is_refused_leaves_nothing(
    desk: FileDesk, content: bytes, reason: Reason
) -> None:
    strict = desk.with_limits(AttachmentLimits(size=PIECE + 1))

    with pytest.raises(AttachmentRefused) as refused:
        await strict.keep(streamed(content), "bild.png", OWNER)

    assert refused.value.reason is reason
    assert await desk.left() == (0, 0, 0)


async def test_what_came_by_mail_is_kept_whatever_it_is(desk: FileDesk) -> None:
    limited = desk.with_limits(AttachmentLimits(size=1000, count=1, total=1000))
    for content in (b"", EXE, HTML, LARGE):
        await limited.keep(streamed(content), "bild.png", "mail:1", strict=False)

    kept = await limited.of_owner("mail:1")
    case_id = new_id()
    claimed = await limited.claim([each.attachment_id for each in kept], "mail:1", case_id)

    assert [each.allowed for each in kept] == [True, False, False, True]
    assert [each.size for each in claimed] == [0, len(EXE), len(HTML), len(LARGE)]
    assert len(await limited.of_case(case_id)) == 4


async def test_a_sender_that_hangs_up_leaves_nothing(desk: FileDesk) -> None:
    async def broken() -> AsyncIterator[bytes]:
        async for chunk in streamed(LARGE[: PIECE + 100_000]):
            yield chunk
        raise HungUp

    with pytest.raises(HungUp):
        await desk.attachments.keep(broken(), "brev.pdf", OWNER)

    assert await desk.left() == (0, 0, 0)


async def test_the_same_id_twice_is_one_file_and_never_another(desk: FileDesk) -> None:
    known = new_id()
    keep = desk.attachments.keep

    first = await keep(streamed(LARGE), "brev.pdf", OWNER, attachment_id=known)
    again = await keep(streamed(LARGE), "brev.pdf", OWNER, attachment_id=known)

    assert again == first
    for content, owner in ((PDF, OWNER), (LARGE, "draft:2")):
        with pytest.raises(KeyReused):
            await keep(streamed(content), "brev.pdf", owner, attachment_id=known)
    assert (await desk.left())[0] == 1


async def test_limits_of_a_case_hold_while_its_form_is_filled_in(desk: FileDesk) -> None:
    limited = desk.with_limits(AttachmentLimits(count=2, total=2 * len(TEXT)))
    first = await limited.keep(streamed(TEXT), "1.txt", OWNER)
    await limited.keep(streamed(TEXT), "2.txt", OWNER)

    with pytest.raises(AttachmentRefused) as refused:
        await limited.keep(streamed(TEXT), "3.txt", OWNER)
    await limited.discard(first.attachment_id, "draft:2")
    await limited.discard(first.attachment_id, OWNER)
    await limited.discard(first.attachment_id, OWNER)
    await limited.keep(streamed(TEXT), "3.txt", OWNER)

    assert refused.value.reason is Reason.TOO_MANY
    assert [each.name for each in await limited.of_owner(OWNER)] == ["2.txt", "3.txt"]


async def test_an_upload_is_claimed_by_one_case_of_its_owner(desk: FileDesk) -> None:
    case_id, file = new_id(), await desk.attachments.keep(streamed(PDF), "a.pdf", OWNER)
    other = await desk.attachments.keep(streamed(PDF), "b.pdf", "draft:2")

    with pytest.raises(ImpossibleFields, match=str(other.id)):
        await desk.attachments.claim([file.attachment_id, other.attachment_id], OWNER, case_id)
    assert await desk.attachments.of_case(case_id) == []

    twice = [file.attachment_id, file.attachment_id]
    claimed = [await desk.attachments.claim(twice, OWNER, case_id) for _ in range(2)]
    assert claimed == [(file.reference,)] * 2
    for case, message in ((new_id(), None), (case_id, new_id())):
        with pytest.raises(ImpossibleFields):
            await desk.attachments.claim([file.attachment_id], OWNER, case, message)
    await desk.attachments.discard(file.attachment_id, OWNER)
    assert [each.id for each in await desk.attachments.of_case(case_id)] == [file.id]


async def test_a_case_and_its_message_carry_their_files(desk: FileDesk) -> None:
    reception = desk.reception()
    files = [await desk.attachments.keep(streamed(PDF), f"{n}.pdf", OWNER) for n in range(2)]
    with_file = request(files[0].attachment_id)

    receipts = [await reception.accept(with_file, "key", attachments_of=OWNER) for _ in range(2)]
    case_id = receipts[0].case_id
    said = MessageRequest(attachments=(files[1].attachment_id,))
    actor = Actor(role=Role.COMPLAINANT)
    message_id = await reception.add_message(
        case_id, said, "key", by=actor, posted=b"{}", attachments_of=OWNER
    )

    stored = await reception.submission(case_id)
    assert stored is not None
    assert receipts[0] == receipts[1]
    assert stored.content.attachments == (files[0].reference,)
    assert [each.message_id for each in await desk.attachments.of_case(case_id)] == [
        None,
        str(message_id),
    ]


async def test_files_are_claimed_by_nothing_that_does_not_come(desk: FileDesk) -> None:
    reception = desk.reception()
    file, other = [await desk.attachments.keep(streamed(PDF), "a.pdf", OWNER) for _ in range(2)]
    await reception.accept(request(), "key")

    with pytest.raises(ImpossibleFields, match="board"):
        await reception.accept(request(file.attachment_id, board="xx"), None, attachments_of=OWNER)
    with pytest.raises(KeyReused):
        await reception.accept(request(file.attachment_id), "key", attachments_of=OWNER)
    with pytest.raises(ImpossibleFields, match="attachments"):
        await reception.accept(request(file.attachment_id), None)

    assert [each.id for each in await desk.attachments.of_owner(OWNER)] == [file.id, other.id]


async def test_what_nobody_handed_in_is_swept_after_a_day(desk: FileDesk) -> None:
    reception = desk.reception()
    keep = desk.attachments.keep
    handed_in = await keep(streamed(LARGE), "a.pdf", OWNER)
    receipt = await reception.accept(request(handed_in.attachment_id), None, attachments_of=OWNER)
    waiting, claimed = (
        await keep(streamed(LARGE), "b.pdf", OWNER),
        await keep(streamed(PDF), "c.pdf", OWNER),
    )
    await desk.attachments.claim([claimed.attachment_id], OWNER, new_id())

    assert await desk.sweep() == 0
    desk.clock.advance(DAY)
    young = await keep(streamed(PDF), "d.pdf", OWNER)
    await desk.attachments.claim([waiting.attachment_id], OWNER, new_id())
    assert await desk.sweep() == 1
    desk.clock.advance(DAY / 2)
    assert await desk.sweep() == 0
    desk.clock.advance(DAY / 2)
    assert await desk.sweep() == 2

    assert await desk.attachments.get(young.attachment_id) is None
    (left,) = await desk.attachments.of_case(receipt.case_id)
    assert await desk.content(left) == LARGE
    assert await desk.left() == (1, 3, 0)


async def test_an_erased_case_leaves_no_file_behind(desk: FileDesk) -> None:
    keep = desk.attachments.keep
    file, other = [await keep(streamed(LARGE), "a.pdf", OWNER) for _ in range(2)]
    receipts = [
        await desk.reception().accept(request(each.attachment_id), None, attachments_of=OWNER)
        for each in (file, other)
    ]
    erased, kept = [await desk.reception().submission(each.case_id) for each in receipts]
    assert erased is not None
    assert kept is not None
    await keep(streamed(PDF), "b.pdf", owners.of_case(erased.case_id))
    erasing = Erasing(desk.records, desk.attachments, desk.clock)

    for _ in range(2):
        await erasing.erase(erasure_of(erased))

    assert await desk.attachments.of_case(erased.case_id) == []
    assert await desk.attachments.of_owner(owners.of_case(erased.case_id)) == []
    (left,) = await desk.attachments.of_case(kept.case_id)
    assert await desk.content(left) == LARGE
    assert (await desk.left())[:2] == (1, 3)


def erasure_of(submission: Submission) -> CaseErased:
    return CaseErased(
        id=new_id(),
        occurred_at=submission.created_at,
        recorded_at=submission.created_at,
        case_id=submission.case_id,
        seq=9,
        actor=Actor(role=Role.SERVICE, id="workflow"),
        correlation_id=submission.case_id,
        producer="workflow",
        facts=submission.facts,
    )


def request(*attachments: object, board: str = "sn") -> CaseRequest:
    return CaseRequest.model_validate(
        {
            "board": board,
            "kind": Kind.VIEW,
            "channel": Channel.WEB,
            "text": "Se bilagan.",
            "attachments": attachments,
        }
    )
