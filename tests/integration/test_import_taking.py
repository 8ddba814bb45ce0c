"""Lists taken over into a real store: once, whole rows, and as much as can be."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from services.intake.imports.documents import ImportRecord, ImportState
from services.intake.imports.history import case_id_of
from services.intake.imports.importing import BATCH
from services.intake.imports.list_fault import ListFault
from services.intake.imports.order import ImportIdUsed
from services.intake.imports.reading import Form
from services.intake.imports.row_fault import RowRemark
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.import_desk import Desk
from tests.support.earlier_cases import as_csv, earlier_cases

HEADER = "external_id;board;kind;received_on;text;unit;gender"
GOOD = "1;sn;klagomål;2023-04-25;Hej;IFO;K"


class Crashed(Exception):
    """Stands for a process that is gone."""


def listed(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def counts(record: ImportRecord) -> tuple[int, int, int, int, int]:
    return record.rows, record.taken, record.unchanged, record.differs, record.rejected


def told(remarks: Sequence[RowRemark]) -> list[tuple[int, str | None, str]]:
    return [(remark.row, remark.column, remark.effect.value) for remark in remarks]


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Desk]:
    desk = Desk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.close()


async def test_twice_gives_the_same_and_doubles_nothing(desk: Desk) -> None:
    data = b"".join(as_csv(earlier_cases(2 * BATCH + 7)))

    first = await desk.run(data)
    stored = await desk.records.submissions.find({}, sort=[("_id", 1)])
    second = await desk.run(data)

    assert counts(first) == (207, 207, 0, 0, 0)
    assert counts(second) == (207, 0, 207, 0, 0)
    assert first.state is second.state is ImportState.DONE
    assert await desk.records.submissions.find({}, sort=[("_id", 1)]) == stored
    assert first.bytes_read == len(data)


async def test_the_same_row_written_otherwise_is_unchanged(desk: Desk) -> None:
    await desk.run(listed(GOOD))
    again = await desk.run(
        '{"Ärende-id": "1", "Nämnd": "Socialnämnden", "kind": "complaint", "Kön": "kvinna",'
        '"received_on": "20230425", "text": " Hej", "unit": "individ-familj"}',
        form=Form.JSON_LINES,
    )
    assert counts(again) == (1, 0, 1, 0, 0)


async def test_a_changed_row_is_told_by_its_columns_and_not_taken(desk: Desk) -> None:
    await desk.run(listed(GOOD))

    record = await desk.run(listed("1;sn;synpunkt;2023-04-25;Hej då;IFO;K"))

    assert counts(record) == (1, 0, 0, 1, 0)
    remarks = await desk.remarks(record)
    assert told(remarks) == [(2, "kind", "differs"), (2, "text", "differs")]
    assert "Hej" not in repr(remarks)
    (case,) = await desk.records.submissions.find({})
    assert case.content.text == "Hej"


async def test_another_source_has_ids_of_its_own(desk: Desk) -> None:
    await desk.run(listed(GOOD))
    assert counts(await desk.run(listed(GOOD), source="e-tjanst")) == (1, 1, 0, 0, 0)


async def test_good_rows_are_taken_and_bad_ones_told_row_by_row(desk: Desk) -> None:
    record = await desk.run(
        listed(
            GOOD,
            "2;sn;klagomål;2023-13-25;Hej;;",
            "3;sn;klagomål;2023-04-25;Hej;Nedlagd enhet;",
            ";kultur;;;;;",
            '"4;sn;klagomål";2023-04-25;',
            "5;sn;klagomål;2023-04-25;;;;;too much",
            '6;sn;klagomål;2023-04-25;"sa "hej"";;',
        )
    )
    assert counts(record) == (7, 2, 0, 0, 5)
    assert told(await desk.remarks(record)) == [
        (3, "received_on", "rejected"),
        (4, "unit", "remark"),
        (5, "external_id", "rejected"),
        (5, "board", "rejected"),
        (5, "kind", "rejected"),
        (5, "received_on", "rejected"),
        (6, "board", "rejected"),
        (6, "kind", "rejected"),
        (6, "received_on", "rejected"),
        (7, None, "rejected"),
        (8, None, "rejected"),
    ]
    taken = await desk.records.submissions.find({})
    assert {case.content.external_reference for case in taken} == {"1", "3"}


async def test_the_same_id_twice_in_one_list(desk: Desk) -> None:
    rows = [GOOD, GOOD, "1;sn;synpunkt;2023-04-25;Hej;IFO;K"]
    for dry_run in (True, False):
        record = await desk.run(listed(*rows), dry_run=dry_run)
        assert counts(record) == (3, 1, 1, 1, 0)
        assert told(await desk.remarks(record)) == [(4, "kind", "differs")]


async def test_a_dry_run_says_what_would_become_and_stores_no_case(desk: Desk) -> None:
    await desk.run(listed(GOOD))

    rows = [GOOD, "2;sn;beröm;2023-04-25;;;", "3;sn;?;;;;"]
    record = await desk.run(listed(*rows), dry_run=True)

    assert counts(record) == (3, 1, 1, 0, 1)
    assert record.dry_run
    assert await desk.records.submissions.count({}) == 1


async def test_strict_rejects_what_would_be_remarked_on(desk: Desk) -> None:
    rows = [GOOD, "3;sn;klagomål;2023-04-25;Hej;Nedlagd enhet;"]
    record = await desk.run(listed(*rows), strict=True)
    assert counts(record) == (2, 1, 0, 0, 1)
    assert told(await desk.remarks(record)) == [(3, "unit", "rejected")]


@pytest.mark.parametrize("bad", ["2;sn;?;2023-04-25;;;", '2;"sn', "1;sn;beröm;2023-04-25;;;"])
async def test_all_or_nothing_takes_nothing_when_a_row_cannot_be(desk: Desk, bad: str) -> None:
    record = await desk.run(listed(GOOD, bad), all_or_nothing=True)

    assert record.state is ImportState.REFUSED
    assert record.taken == 0
    assert await desk.records.submissions.count({}) == 0
    assert await desk.records.import_lists.count({}) == 0, "the list is not kept"


async def test_all_or_nothing_takes_all_where_all_can_be(desk: Desk) -> None:
    rows = [GOOD, "3;sn;klagomål;2023-04-25;Hej;Nedlagd enhet;"]
    record = await desk.run(listed(*rows), all_or_nothing=True)

    assert record.state is ImportState.DONE
    assert counts(record) == (2, 2, 0, 0, 0)
    assert told(await desk.remarks(record)) == [(3, "unit", "remark")]
    assert await desk.records.import_lists.count({}) == 0
    assert counts(await desk.run(listed(*rows), all_or_nothing=True)) == (2, 0, 2, 0, 0)


async def test_a_list_that_cannot_be_read_on_keeps_what_stood_before(desk: Desk) -> None:
    record = await desk.run(listed(GOOD, "2;sn;beröm;2023-04-25;;;", '3;"sn'))
    assert record.state is ImportState.STOPPED
    assert record.stopped is not None
    assert "Row 4 does not end" in record.stopped
    assert counts(record) == (2, 2, 0, 0, 0)


async def test_a_list_of_which_no_row_can_be_read_is_refused_and_recorded(desk: Desk) -> None:
    import_id = new_id()
    with pytest.raises(ListFault, match="lacks the columns"):
        await desk.run("namn;telefon\n", import_id=import_id)
    record = await desk.imports().found(import_id)
    assert record is not None
    assert record.state is ImportState.STOPPED


async def test_an_id_is_one_imports_alone(desk: Desk) -> None:
    first = await desk.run(listed(GOOD))
    with pytest.raises(ImportIdUsed):
        await desk.run(listed("2;sn;beröm;2023-04-25;;;"), import_id=first.id)
    assert await desk.records.submissions.count({}) == 1


async def test_killed_after_a_batch_the_repeat_completes_it(desk: Desk) -> None:
    data = b"".join(as_csv(earlier_cases(3 * BATCH)))
    reached: list[str] = []

    def crash(place: str) -> None:
        reached.append(place)
        if len(reached) == 2:
            raise Crashed

    with pytest.raises(Crashed):
        await desk.run(data, crash)
    assert reached == ["import.batch_stored"] * 2
    assert await desk.records.submissions.count({}) == 2 * BATCH

    again = await desk.run(data)

    assert counts(again) == (300, 100, 200, 0, 0)
    assert await desk.records.submissions.count({}) == 3 * BATCH


async def test_two_copies_with_the_same_list_at_once_take_each_row_once(desk: Desk) -> None:
    data = b"".join(as_csv(earlier_cases(2 * BATCH)))
    one, other = await asyncio.gather(desk.run(data), desk.run(data))
    assert one.taken + other.taken == 200
    assert one.unchanged + other.unchanged == 200
    assert one.differs == other.differs == one.rejected == other.rejected == 0


async def test_a_sender_that_goes_away_leaves_it_interrupted(desk: Desk) -> None:
    async def breaks_off() -> AsyncIterator[bytes]:
        yield b"".join(as_csv(earlier_cases(BATCH + 1)))
        raise ConnectionError

    import_id = new_id()
    with pytest.raises(ConnectionError):
        await desk.run(breaks_off(), import_id=import_id)
    record = await desk.imports().found(import_id)
    assert record is not None
    assert record.state is ImportState.INTERRUPTED
    assert record.taken == BATCH


async def test_an_erased_case_does_not_come_back(desk: Desk) -> None:
    await desk.run(listed(GOOD))
    case_id = str(case_id_of("lifecare", "1"))
    await desk.records.submissions.update(
        {"_id": case_id},
        {"$set": {"posted": None, "fingerprint": "", "content": {"text": ""}}},
    )
    record = await desk.run(listed("1;sn;synpunkt;2023-04-25;Hej igen;IFO;K"))
    assert counts(record) == (1, 0, 1, 0, 0)


async def test_many_remarks_are_all_kept_in_their_order(desk: Desk) -> None:
    rows = [f"{number};sn;?;2023-04-25;;;" for number in range(1, 1302)]
    record = await desk.run(listed(*rows))
    assert [remark.row for remark in await desk.remarks(record)] == list(range(2, 1303))
    assert record.remarks == 1301
