"""Which columns a list has, what they may be called, and what a list without them is told."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from services.intake.imports import words
from services.intake.imports.columns import COLUMNS, REQUIRED, column_called
from services.intake.imports.earlier_case import EarlierCase
from services.intake.imports.list_fault import ListFault
from services.intake.imports.reading import Form, Told, reader
from services.intake.imports.records import Broken
from services.intake.imports.words import Words
from shared.organisation.names import folded
from tests.contract.documents import REPOSITORY, cells, document

HEADER = "external_id;board;kind;received_on"
DESIGNED = """
    external_id diary_number board unit kind channel category themes law discovered_by
    reporter_kind gender received_on occurred_on acknowledged_on answered_on closed_on severity
    probability feedback_wish feedback complainant_view outcome causes actions lex_sarah
    ivo_referred ivo_notified investigated responsible text
"""
EXAMPLE = REPOSITORY / "docs" / "examples" / "import.csv"
LISTS: Sequence[Words[Any]] = [each for each in vars(words).values() if isinstance(each, Words)]


def read(text: str, form: Form = Form.CSV, *, strict: bool = False) -> list[Told | Broken]:
    reading = reader(form, strict=strict)
    return [*reading.feed(text.encode()), *reading.feed(b"", last=True)]


def test_the_columns_are_those_of_the_design() -> None:
    assert list(COLUMNS) == DESIGNED.split() == list(EarlierCase.model_fields)
    assert REQUIRED == ("external_id", "board", "kind", "received_on")


def test_no_two_columns_have_the_same_name() -> None:
    names = [folded(name) for column in COLUMNS.values() for name in (column.name, *column.swedish)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("known", LISTS)
def test_no_spelling_means_two_words(known: Words[Any]) -> None:
    meant = {
        (folded(text), word)
        for word, spellings in known.spellings.items()
        for text in (word.value, *spellings)
    }
    assert len({text for text, _ in meant}) == len(meant)


@pytest.mark.parametrize("known", LISTS)
def test_every_word_of_the_facts_is_read_as_the_glossary_has_it(known: Words[Any]) -> None:
    enum: type[StrEnum] = type(next(iter(known.spellings)))
    assert set(known.spellings) == set(enum)
    _, _, rest = document("docs/glossary.md").text.partition(f"\n### {enum.__name__}\n")
    terms = {row[0].strip("`"): row[1] for row in cells(rest.partition("\n### ")[0])}
    for word in enum:
        assert known.find(word.value) is word
        assert known.find(terms[word.value].upper()) is word


@pytest.mark.parametrize("name", ["Diarienummer", "DNR", "diary_number", "diary number", "Dnr."])
def test_a_column_is_known_however_it_is_spelt(name: str) -> None:
    assert column_called(name) is COLUMNS["diary_number"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("before", ["", "\n\n"])
def test_the_separator_is_known_by_the_header(separator: str, before: str) -> None:
    header = separator.join(["Ärende-id", "Nämnd", '"Typ"', "Inkommen"])
    row = separator.join(["7", "sn", '"Klagomål; och, mer"', "2023-04-25"])
    (told,) = read(f"{before}{header}\r\n{row}\r\n")
    assert told == Told(
        2 + len(before),
        {
            "external_id": "7",
            "board": "sn",
            "kind": "Klagomål; och, mer",
            "received_on": "2023-04-25",
        },
    )


def test_a_row_may_be_shorter_than_the_header_and_not_longer() -> None:
    short, longer, broken = read(f"{HEADER}\n1;sn\n2;sn;view;2023-04-25;;\n3;sn;;;x\n")
    assert short == Told(2, {"external_id": "1", "board": "sn"})
    assert isinstance(longer, Told)
    assert isinstance(broken, Broken)
    assert broken.row == 4


def test_columns_that_are_not_known_are_named_once_and_not_read() -> None:
    reading = reader(Form.CSV)
    text = f"{HEADER};Personnummer;;Handläggare\n1;sn;view;2023-04-25;x;y;z\n2;sn;;;x;y;z\n"
    rows = [*reading.feed(text.encode()), *reading.feed(b"", last=True)]
    assert reading.ignored == ["Personnummer", "Handläggare"]
    assert all(set(row.cells) <= set(COLUMNS) for row in rows if isinstance(row, Told))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The list is empty"),
        ("\n \n", "The list is empty"),
        ("external_id;kind\n1;view\n", r"lacks the columns board \(nämnd\), received_on"),
        (f"{HEADER};Kön;gender\n", "names a column twice: gender"),
        ('external_id;"board" x;kind\n', "The header cannot be read"),
    ],
)
def test_a_header_that_cannot_be_used_is_told_why(text: str, said: str) -> None:
    with pytest.raises(ListFault, match=said):
        read(text)


def test_a_list_without_header_is_not_quoted() -> None:
    with pytest.raises(ListFault) as refused:
        read("17;Kalle Anka;klagomål;2023-04-25\n")
    assert "Kalle" not in str(refused.value)


def test_strict_refuses_a_header_with_unknown_columns() -> None:
    with pytest.raises(ListFault, match="Handläggare"):
        read(f"{HEADER};Handläggare\n", strict=True)


def test_json_lines_name_their_columns_themselves() -> None:
    lines = [
        {"external_id": "1", "Nämnd": "sn", "Typ": "view", "Inkommen": "2023-04-25", "x": "y"},
        {"external_id": "2", "namn": "Kalle Anka"},
        {"external_id": "3", "Externt id": "3"},
    ]
    reading = reader(Form.JSON_LINES)
    text = "\n".join(map(json.dumps, lines))
    first, second, broken = [*reading.feed(text.encode()), *reading.feed(b"", last=True)]
    assert first == Told(
        1, {"external_id": "1", "board": "sn", "kind": "view", "received_on": "2023-04-25"}
    )
    assert second == Told(2, {"external_id": "2"})
    assert isinstance(broken, Broken)
    assert reading.ignored == ["x"], "what is no row of ours is not quoted"


def test_strict_refuses_an_object_with_a_key_that_is_no_column() -> None:
    (broken,) = read('{"external_id": "1", "handläggare": "x"}', Form.JSON_LINES, strict=True)
    assert isinstance(broken, Broken)
    assert "handläggare" not in f"{broken.what} {broken.allowed}"


def test_the_example_has_every_column() -> None:
    header = Path(EXAMPLE).read_text(encoding="utf-8").partition("\n")[0]
    assert header.split(";") == list(COLUMNS)
