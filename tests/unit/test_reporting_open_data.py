"""Exports: nothing that is hidden in one place stands in another, and every column is explained."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.open_data.dictionary import COLUMNS, OPEN_COLUMNS, WORDS, codes
from services.reporting.open_data.tables import BOARD_AND_KIND, OpenRow, open_tables
from services.reporting.open_data.writing import facts_as_csv, open_data_as_csv
from services.reporting.table.columns import empty_table
from shared.events.vocabulary import Channel, Gender, Kind
from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.support.counted_cases import counted_case, table

EXAMPLE = load_organisation(REPOSITORY / "deploy" / "organisation")


def rows(*cases: Mapping[str, Any], year: int = 2025) -> list[OpenRow]:
    made = (counted_case(received_on=date(2025, 5, 4), **facts) for facts in cases)
    return open_tables(table(*made), year, EXAMPLE)


def test_a_table_of_boards_and_kinds_with_its_sums() -> None:
    found = rows(
        *[{"board": "von", "kind": Kind.COMPLAINT}] * 7, *[{"board": "sn", "kind": Kind.VIEW}] * 9
    )

    numbers = {(row.board, row.value): row.cases for row in found if row.table == BOARD_AND_KIND}
    assert numbers["von", "complaint"] == numbers["von", None] == 7
    assert numbers[None, None] == 16
    assert numbers["an", "complaint"] == 0
    gender = {row.value: row.cases for row in found if row.table == "gender"}
    assert gender == {"unknown": 16, None: 16}


def test_another_year_has_none_of_them() -> None:
    assert {row.cases for row in rows({"board": "von"}, year=2024)} == {0}


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "board": st.sampled_from(["sn", "von"]),
                "kind": st.sampled_from([Kind.COMPLAINT, Kind.DEVIATION]),
                "channel": st.sampled_from([Channel.WEB, Channel.LETTER]),
                "gender": st.sampled_from([Gender.WOMAN, Gender.MAN]),
            }
        ),
        max_size=30,
    )
)
@settings(max_examples=80, deadline=None)
def test_no_small_number_is_shown_and_the_whole_is_shown_by_all_or_none(
    cases: list[dict[str, Any]],
) -> None:
    found = rows(*cases)

    assert all(row.cases is None or row.cases == 0 or row.cases >= 5 for row in found)
    wholes = {row.cases for row in found if row.board is None and row.value is None}
    assert len(wholes) == 1
    if wholes == {None}:
        assert {row.table for row in found} == {BOARD_AND_KIND}
    for name in {row.table for row in found} - {BOARD_AND_KIND}:
        hidden = [row for row in found if row.table == name and row.cases is None]
        assert len(hidden) != 1


def test_open_data_are_written_with_their_code_lists() -> None:
    written = open_data_as_csv(2025, rows(*[{"board": "von"}] * 6))

    found = list(csv.DictReader(io.StringIO(written)))
    assert list(found[0]) == list(OPEN_COLUMNS)
    von = next(each for each in found if (each["board"], each["value"]) == ("von", "complaint"))
    assert (von["count"], von["hidden"], von["code_list_version"]) == ("6", "0", "1")


def test_facts_are_written_with_every_column_explained(organisation: Organisation) -> None:
    case = counted_case(board="sn", unit="forsorjningsstod", themes=("=1+1", "larm"), severity=3)

    written = "".join(facts_as_csv(table(case), organisation))

    (row,) = csv.DictReader(io.StringIO(written))
    assert list(row) == list(COLUMNS)
    assert (row["id"], row["board"], row["severity"]) == (case.id, "sn", "3")
    assert row["themes"] == "'=1+1|larm"
    assert row["category_list"] == "socialtjanst"
    assert row["received_on"] == "2026-03-02"
    assert set(empty_table().columns) <= set(COLUMNS)
    assert "Utbetalningen" not in written
    assert "kund@" not in written


def test_many_facts_are_written_piece_by_piece(organisation: Organisation) -> None:
    facts = table(*(counted_case(board="sn") for _ in range(50)))
    many = facts.sample(12_000, with_replacement=True, seed=1)

    pieces = list(facts_as_csv(many, organisation))

    assert len(pieces) == 4
    assert sum(piece.count("\r\n") for piece in pieces) == 12_001


def test_every_word_of_the_exports_is_in_a_code_list(organisation: Organisation) -> None:
    found = list(codes(organisation))

    assert {code.code for code in found if code.code_list == "kind"} == {str(kind) for kind in Kind}
    assert {code.code_list for code in found} >= {*WORDS, "board", "unit", "category/socialtjanst"}
    retired = [code for code in found if code.retired_in is not None]
    assert all(code.code_list.startswith("category/") for code in retired)
