"""CSV and JSON lines taken apart: cells, row numbers, and what does not fit together."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.imports.json_lines import JsonLines
from services.intake.imports.list_fault import ListFault
from services.intake.imports.records import LONGEST, Broken, Cells, Fields
from services.intake.imports.separated import Separated

CELL = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=5)


def separated(text: str, separator: str = ";", size: int = 5) -> list[Cells | Broken]:
    reading = Separated(separator)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return [*(row for piece in pieces for row in reading.feed(piece)), *reading.end()]


def lines(text: str, size: int = 5) -> list[Fields | Broken]:
    reading = JsonLines()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return [*(row for piece in pieces for row in reading.feed(piece)), *reading.end()]


@given(rows=ROWS, separator=st.sampled_from(";,\t"), size=st.integers(1, 40))
def test_what_a_csv_program_writes_is_read_back(
    rows: list[list[str]], separator: str, size: int
) -> None:
    written = StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(rows)
    found = separated(written.getvalue(), separator, size)
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(row.cells) for row in found if isinstance(row, Cells)] == wanted


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    found = separated('a;b\n1;"two\nlines; and ""more"""\n\n;\n2;x')
    assert found == [
        Cells(1, ["a", "b"]),
        Cells(2, ["1", 'two\nlines; and "more"']),
        Cells(5, ["2", "x"]),
    ]


def test_a_quotation_mark_inside_a_bare_cell_is_itself() -> None:
    assert separated('5" rör;x\ny;z') == [Cells(1, ['5" rör', "x"]), Cells(2, ["y", "z"])]


def test_a_row_whose_quotation_marks_do_not_fit_is_told_and_the_next_is_read() -> None:
    broken, after = separated('"sa "hej" då";1\nb;2\n')
    assert isinstance(broken, Broken)
    assert broken.row == 1
    assert "written twice" in broken.allowed
    assert after == Cells(2, ["b", "2"])


@pytest.mark.parametrize("text", ['a;b\n"c;d\ne;f\n', 'a;b\n"c'])
def test_a_quotation_mark_that_is_never_closed_stops_the_list(text: str) -> None:
    with pytest.raises(ListFault, match="Row 2 does not end"):
        separated(text)


@pytest.mark.parametrize("line", ["x" * 100, '""x', "x\n", '";"\n', '""\n'])
def test_a_record_that_never_ends_fills_no_memory(line: str) -> None:
    reading = Separated(";")
    list(reading.feed('"begins\n'))
    with pytest.raises(ListFault, match="Row 1 does not end"):
        fed(reading, line * 100)


@given(
    objects=st.lists(
        st.dictionaries(
            st.text(max_size=6), st.text(st.characters(exclude_categories=["Cs"])), max_size=4
        ),
        max_size=4,
    )
)
def test_json_lines_are_read_back(objects: list[dict[str, str]]) -> None:
    text = "".join(json.dumps(each) + "\n" for each in objects)
    found = [row.fields for row in lines(text) if isinstance(row, Fields)]
    assert found == objects


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("null", ""),
        ("true", "yes"),
        ("false", "no"),
        ("3", "3"),
        ("3.0", "3"),
        ('["a", "b"]', "a|b"),
        ("[]", ""),
        ('{"decided": 3, "done": 2}', "3/2/0"),
    ],
)
def test_values_of_json_are_those_of_a_cell(value: str, text: str) -> None:
    assert lines(f'{{"x": {value}}}') == [Fields(1, {"x": text})]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        "3",
        '{"a": 1, "a": 2}',
        '{"a": 1.5}',
        '{"a": ["x|y"]}',
        '{"a": [1]}',
        '{"a": {"b": 1}}',
        '{"a": NaN}',
        "[" * 50_000,
        f'{{"a": {"9" * 5000}}}',
    ],
)
def test_a_line_that_is_no_such_object_is_told_and_the_next_is_read(line: str) -> None:
    broken, after = lines(f'{line}\n{{"a": "b"}}', size=1000)
    assert isinstance(broken, Broken)
    assert after == Fields(2, {"a": "b"})


def test_blank_lines_are_counted() -> None:
    assert [row.row for row in lines('\n{"a": ""}\n\n{"a": ""}\n')] == [2, 4]


def test_a_line_that_never_ends_fills_no_memory() -> None:
    with pytest.raises(ListFault, match="Line 1 has more"):
        fed(JsonLines(), "x" * 1000)


def fed(reading: Separated | JsonLines, text: str) -> None:
    """The same text, so often that it is more than any record may have."""
    for _ in range(LONGEST):
        list(reading.feed(text))
