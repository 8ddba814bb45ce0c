"""A row is read whole or refused, with all that is wrong, what is allowed, and nothing quoted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.case_request import FeedbackWish
from services.intake.imports.columns import COLUMNS
from services.intake.imports.consistency import oddities
from services.intake.imports.earlier_case import EarlierCase, Setting, ToldUnit
from services.intake.imports.personal_numbers import has_personal_number
from services.intake.imports.row import read_row
from services.intake.imports.row_fault import RowRejected
from shared.events.facts import ActionCounts
from shared.events.vocabulary import (
    Cause,
    Channel,
    ComplainantView,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Way,
    Wish,
)
from shared.organisation import Organisation

TODAY = date(2026, 11, 22)
SMALLEST = {"external_id": "1", "board": "sn", "kind": "view", "received_on": "2023-04-25"}

READ: Mapping[str, list[tuple[str, Any]]] = {
    "external_id": [(" LC 1 ", "LC 1"), ("x" * 200, "x" * 200)],
    "diary_number": [("Dnr SN 2019-33", "Dnr SN 2019-33"), ("  utan\tnummer ", "utan nummer")],
    "board": [("SN", "sn"), ("vård- och omsorgsnämnden", "von"), ("Socialtjänsten", "sn")],
    "unit": [
        ("familjeratt", ToldUnit(id="familjeratt")),
        ("IFO", ToldUnit(id="individ-familj")),
        ("Solgården", ToldUnit(as_given="Solgården")),
    ],
    "kind": [("klagomål", Kind.COMPLAINT), ("Lex Sarah", Kind.LEX_SARAH)],
    "channel": [("Kontaktcenter", Channel.CONTACT_CENTRE), ("e-post", Channel.EMAIL)],
    "category": [("Bemötande", "conduct-communication"), ("decision", "decision")],
    "themes": [("pandemi, covid-19|Tider", ("pandemi", "covid-19", "Tider")), ("a;a", ("a",))],
    "law": [("sol", Law.SOL), ("Lagen om stöd och service till vissa funktionshindrade", Law.LSS)],
    "discovered_by": [("FUT", DiscoveredBy.TARGETED_REVIEW)],
    "reporter_kind": [("anhörig", ReporterKind.RELATIVE)],
    "gender": [("K", Gender.WOMAN), ("vill inte svara", Gender.UNKNOWN)],
    "received_on": [
        ("2023-04-25", date(2023, 4, 25)),
        ("20230425", date(2023, 4, 25)),
        ("25.04.2023", date(2023, 4, 25)),
        ("4.4.2023", date(2023, 4, 4)),
        ("2023-04-25 00:00:00", date(2023, 4, 25)),
        ("2023-04-25T22:30:00Z", date(2023, 4, 26)),
        ("1990-01-01", date(1990, 1, 1)),
        ("2026-11-22", date(2026, 11, 22)),
    ],
    "occurred_on": [("2023-04-24", date(2023, 4, 24))],
    "acknowledged_on": [("2023-04-25", date(2023, 4, 25))],
    "answered_on": [("2023-05-02", date(2023, 5, 2))],
    "closed_on": [("2023-05-02", date(2023, 5, 2))],
    "severity": [("1", 1), ("4", 4)],
    "probability": [("3", 3)],
    "feedback_wish": [
        ("Ja", FeedbackWish(wanted=Wish.YES)),
        ("telefon", FeedbackWish(wanted=Wish.YES, how=Way.PHONE)),
        ("nej", FeedbackWish(wanted=Wish.NO)),
        ("okänt", FeedbackWish()),
    ],
    "feedback": [("lämnad", Feedback.GIVEN), ("waived", Feedback.WAIVED)],
    "complainant_view": [("instämmer inte", ComplainantView.DISPUTES)],
    "outcome": [("delvis befogat", Outcome.PARTLY_JUSTIFIED)],
    "causes": [
        ("stress | workload, rutin saknas", (Cause.WORKLOAD, Cause.ROUTINE_MISSING)),
    ],
    "actions": [
        ("3", ActionCounts(decided=3)),
        ("3/2", ActionCounts(decided=3, done=2)),
        ("3 / 2 / 0", ActionCounts(decided=3, done=2)),
        ("0", ActionCounts()),
    ],
    "lex_sarah": [
        ("nej", LexSarahState.NONE),
        ("Ja", LexSarahState.REPORTED),
        ("anmält till IVO", LexSarahState.IVO_NOTIFIED),
    ],
    "ivo_referred": [("ja", True), ("0", False)],
    "ivo_notified": [("x", True), ("Nej", False)],
    "investigated": [("True", True), ("n", False)],
    "responsible": [("ja", True), ("0", False)],
    "text": [("rad 1\r\nrad 2\x07", "rad 1\nrad 2"), ("x" * 20_000, "x" * 20_000)],
}
REFUSED: Mapping[str, list[str]] = {
    "external_id": ["x" * 201, "", " "],
    "diary_number": ["x" * 101, "19811218-9876", "Dnr 811218 9876"],
    "board": ["", "kulturnämnden"],
    "unit": ["x" * 201],
    "kind": ["", "fråga"],
    "channel": ["brevduva"],
    "category": ["väder"],
    "themes": ["x" * 41, "Ring Kalle på 070-1234567 så berättar han mer", "8112189876", "a@b.se"],
    "law": ["FL"],
    "discovered_by": ["slumpen"],
    "reporter_kind": ["någon"],
    "gender": ["1"],
    "received_on": [
        "",
        "2023-02-30",
        "5/4 2023",
        "05.04.2023",
        "45021",
        "2023-4-5",
        "1989-12-31",
        "2026-11-23",
        "2023-04-25T99:00",
        "igår",
    ],
    "occurred_on": ["2023-04-26"],
    "acknowledged_on": ["2023-04-24", "2026-11-23"],
    "answered_on": ["2023-04-24"],
    "closed_on": ["2023-04-24", "2027-01-01"],
    "severity": ["0", "5", "2.5", "hög", "-1", "²"],
    "probability": ["0", "16"],
    "feedback_wish": ["kanske"],
    "feedback": ["ja"],
    "complainant_view": ["arg"],
    "outcome": ["fel"],
    "causes": ["stress|otur"],
    "actions": ["två", "1/2", "3/2/1/0", "-1", "1001", "3/"],
    "lex_sarah": ["kanske"],
    "ivo_referred": ["kanske"],
    "ivo_notified": ["2023-04-25"],
    "investigated": ["delvis"],
    "responsible": ["enhetschefen"],
    "text": ["x" * 20_001],
}


@pytest.fixture
def setting(organisation: Organisation) -> Setting:
    return Setting(organisation, TODAY)


def faults(cells: Mapping[str, str], setting: Setting) -> dict[str | None, str]:
    with pytest.raises(RowRejected) as refused:
        read_row({**SMALLEST, **cells}, setting)
    return {fault.column: fault.what for fault in refused.value.faults}


def test_every_column_is_tried() -> None:
    assert set(READ) == set(REFUSED) == set(COLUMNS)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [(column, text, value) for column, cases in READ.items() for text, value in cases],
)
def test_what_a_column_may_say_is_read(
    column: str, text: str, value: object, setting: Setting
) -> None:
    assert getattr(read_row({**SMALLEST, column: text}, setting), column) == value


@pytest.mark.parametrize(
    ("column", "text"), [(column, text) for column, cases in REFUSED.items() for text in cases]
)
def test_what_a_column_may_not_say_is_told_with_what_it_may(
    column: str, text: str, setting: Setting
) -> None:
    with pytest.raises(RowRejected) as refused:
        read_row({**SMALLEST, column: text}, setting)
    (fault,) = refused.value.faults
    assert fault.column == column
    assert fault.allowed == COLUMNS[column].allowed
    if len(text) > 2:
        assert text not in f"{fault.what} {refused.value}"


def test_what_is_left_out_says_nothing(setting: Setting) -> None:
    case = read_row({**SMALLEST, "unit": "", "severity": "  "}, setting)
    assert case == EarlierCase.model_validate(SMALLEST, context=setting)
    assert case.channel is Channel.UNKNOWN
    assert (case.feedback, case.lex_sarah, case.investigated) == (None, None, None)


def test_all_that_is_wrong_is_told_at_once(setting: Setting) -> None:
    told = {"kind": "?", "severity": "9", "closed_on": "i fjol", "board": ""}
    assert set(faults(told, setting)) == set(told)


def test_a_category_is_looked_for_in_the_boards_own_list(setting: Setting) -> None:
    assert read_row(SMALLEST | {"board": "von", "category": "Läkemedel"}, setting).category
    assert "did you mean" in faults({"category": "Tillgänglihet"}, setting)["category"].lower()


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"answered_on": "2023-05-01", "feedback": "waived"}, "feedback"),
        ({"kind": "lex_sarah", "lex_sarah": "nej"}, "lex_sarah"),
        ({"law": "HSL", "lex_sarah": "utreds"}, "lex_sarah"),
        ({"law": "HSL", "kind": "lex_sarah"}, "lex_sarah"),
        ({"ivo_notified": "ja", "lex_sarah": "utreds"}, "ivo_notified"),
        ({"ivo_notified": "nej", "lex_sarah": "ivo_decided"}, "ivo_notified"),
        ({"channel": "ivo", "ivo_referred": "nej"}, "ivo_referred"),
    ],
)
def test_columns_that_contradict_each_other_are_told(
    told: dict[str, str], column: str, setting: Setting
) -> None:
    assert list(faults(told, setting)) == [column]


@pytest.mark.parametrize(
    "told",
    [
        {"answered_on": "2023-05-01", "feedback": "given"},
        {"kind": "lex_sarah"},
        {"law": "HSL", "lex_sarah": "nej"},
        {"ivo_notified": "ja"},
        {"ivo_notified": "ja", "lex_sarah": "ivo_decided"},
        {"ivo_notified": "nej", "lex_sarah": "utreds"},
        {"channel": "ivo"},
    ],
)
def test_columns_that_agree_are_taken(told: dict[str, str], setting: Setting) -> None:
    assert list(oddities(read_row(SMALLEST | told, setting))) == []


def test_what_is_odd_is_taken_and_remarked_on(setting: Setting) -> None:
    told = {"unit": "Nedlagda", "answered_on": "2023-06-02", "closed_on": "2023-06-01"}
    case = read_row(SMALLEST | told, setting)
    assert [fault.column for fault in oddities(case)] == ["unit", "answered_on"]


@given(text=st.text(min_size=4), column=st.sampled_from(list(COLUMNS)))
def test_no_cell_stops_the_reading_and_none_is_quoted(
    organisation: Organisation, text: str, column: str
) -> None:
    secret = f"Kalle {text} Anka"
    try:
        read_row({**SMALLEST, column: secret}, Setting(organisation, TODAY))
    except RowRejected as refused:
        assert secret not in str(refused)  # noqa: PT017
        assert "Kalle" not in str(refused)  # noqa: PT017


def test_characters_that_could_not_be_read_are_told(setting: Setting) -> None:
    assert "cannot be read" in faults({"text": "sm\udc80r"}, setting)["text"]


def test_rows_that_say_the_same_have_the_same_fingerprint(setting: Setting) -> None:
    one = read_row(SMALLEST | {"gender": "K", "board": "Socialnämnden"}, setting)
    other = read_row(SMALLEST | {"gender": "kvinna", "received_on": "20230425"}, setting)
    third = read_row(SMALLEST | {"gender": "man", "text": "x"}, setting)
    assert one.fingerprint == other.fingerprint != third.fingerprint
    assert one.differing_columns(other) == ()
    assert one.differing_columns(third) == ("gender", "text")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("811218-9876", True),
        ("19811218+9876", True),
        ("id 8112789873", True),
        ("811218-9875", False),
        ("SN 2019-00033", False),
        ("2019-123456", False),
        ("881318-9876", False),
        ("1811218-98765", False),
        ("", False),
    ],
)
def test_personal_numbers_are_known_by_day_and_check_digit(text: str, *, is_one: bool) -> None:
    assert has_personal_number(text) is is_one
