"""The sentences of a report: right numbers, right Swedish, and never against its own figures."""

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counted_case import CountedCase
from services.reporting.periods import Period, of_year
from services.reporting.report.guarding import by_the_rules
from services.reporting.report.headings import SectionId
from services.reporting.report.sections.equality import FEW_OF_SOME
from services.reporting.report.spans import Span, during, in_words
from services.reporting.report.swedish import CASES, KINDS, counted, listed, percent, the_counted
from shared.events.facts import ActionCounts
from shared.events.handling_words import DismissReason
from shared.events.vocabulary import (
    Cause,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    LexSarahState,
    Outcome,
    Status,
    Wish,
)
from tests.support.counted_cases import table
from tests.unit.report_world import (
    a_boards_compilation,
    case,
    organisation,
    reported,
    rows,
    sentences,
)


def test_numbers_agree_with_what_they_count() -> None:
    complaint, deviation = KINDS[Kind.COMPLAINT], KINDS[Kind.DEVIATION]

    assert [counted(number, complaint) for number in (0, 1, 2)] == [
        "inga klagomål",
        "ett klagomål",
        "2 klagomål",
    ]
    assert [counted(number, deviation) for number in (0, 1, 12_345)] == [
        "inga avvikelser",
        "en avvikelse",
        "12\N{NARROW NO-BREAK SPACE}345 avvikelser",
    ]
    assert the_counted(1, complaint) == "det enda klagomålet"
    assert the_counted(1, deviation) == "den enda avvikelsen"
    assert the_counted(18, deviation) == "de 18 avvikelserna"
    with pytest.raises(ValueError, match="none"):
        the_counted(0, CASES)
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b och c"
    assert [percent(part) for part in (0, 0.125, 0.005, 1)] == [
        "0 procent",
        "13 procent",
        "1 procent",
        "100 procent",
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2018, 1, 1), (2018, 12, 31), "Under 2018"),
        ((2020, 1, 1), (2020, 6, 30), "Under första halvåret 2020"),
        ((2020, 7, 1), (2020, 12, 31), "Under andra halvåret 2020"),
        ((2020, 9, 1), (2020, 12, 31), "Under tredje tertialet 2020"),
        ((2018, 8, 1), (2018, 12, 31), "Under augusti–december 2018"),
        ((2024, 2, 1), (2024, 2, 29), "Under februari 2024"),
        ((2017, 8, 1), (2018, 7, 31), "Under läsåret 2017/18"),
        ((2020, 3, 1), (2020, 4, 15), "Under perioden 1 mars–15 april 2020"),
        ((2019, 12, 24), (2020, 1, 6), "Under perioden 24 december 2019–6 januari 2020"),
        ((2020, 1, 6), (2020, 1, 6), "Under perioden 6 januari 2020"),
    ],
)
def test_periods_have_names(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    assert during(Period(date(*first), date(*last))) == words


def test_a_boards_compilation_is_stated_as_it_was_by_hand() -> None:
    made = reported(a_boards_compilation())

    assert sentences(made, SectionId.SUMMARY) == [
        "Under 2018 kom det in 28 ärenden: 10 klagomål och 18 avvikelser.",
        "Det är 22 fler än under 2017, då det kom in 6 ärenden.",
        "Svar har lämnats i 21 procent av de ärenden där svar ska ges, 6 av 28.",
        "Ingen lex Sarah-rapport har kommit in.",
    ]
    assert "6 av 10 klagomål är besvarade." in sentences(made, SectionId.FEEDBACK)
    assert "I 4 av dem återstår svaret." in sentences(made, SectionId.FEEDBACK)
    (parts,) = (each for each in sentences(made, SectionId.KINDS) if each.startswith("Av de 18"))
    assert [word for word in parts.split() if word.isdigit()] == ["18", "11", "6", "1"]
    assert rows(made, "comparison") == [
        ["Klagomål", "10", "3", "+7"],
        ["Avvikelser", "18", "3", "+15"],
        ["Totalt", "28", "6", "+22"],
    ]
    assert sentences(made, SectionId.EQUALITY) == [FEW_OF_SOME]


def test_an_empty_period_is_told_as_one() -> None:
    made = reported([])

    assert sentences(made, SectionId.SUMMARY) == [
        "Under 2018 kom det inte in några ärenden.",
        "Under 2017 kom det inte in några ärenden.",
        "Ingen lex Sarah-rapport har kommit in.",
    ]
    assert sentences(made, SectionId.KINDS) == [
        "Inga klagomål har kommit in.",
        "Inga avvikelser har kommit in.",
    ]
    assert sentences(made, SectionId.UNITS) == [
        "Inget ärende har kommit in om någon av nämndens enheter."
    ]
    assert sentences(made, SectionId.COMPARISON) == [
        "Inga ärenden har kommit in i någon av perioderna."
    ]
    assert made.content.tables == ()


def test_one_case_is_told_in_the_singular() -> None:
    made = reported(
        [
            case(
                unit="familjeratt",
                category="conduct-communication",
                feedback=Feedback.GIVEN,
                actions=ActionCounts(decided=1, done=0),
            )
        ]
    )

    assert sentences(made, SectionId.SUMMARY)[0] == "Under 2018 kom det in ett klagomål."
    assert sentences(made, SectionId.KINDS)[:2] == [
        "Ett klagomål har kommit in.",
        "Det enda klagomålet handlar om ”Bemötande/kommunikation”.",
    ]
    assert "Familjerätten har ett klagomål." in sentences(made, SectionId.UNITS)
    assert sentences(made, SectionId.FEEDBACK)[0] == "Ett klagomål ska besvaras, och är besvarat."
    assert sentences(made, SectionId.CAUSES)[-2:] == [
        "Åtgärder har beslutats i ett ärende.",
        "De är inte genomförda ännu.",
    ]


def a_review_year(duplicates: int, *, together: int, by_review: int, by_unit: int) -> list[Any]:
    """Deviations: each duplicate is a review's finding, merged into one of the unit's own."""
    review, unit = DiscoveredBy.TARGETED_REVIEW, DiscoveredBy.UNIT
    gone: dict[str, Any] = {"status": Status.DISMISSED, "dismissed": DismissReason.DUPLICATE}
    deviation = partial(case, Kind.DEVIATION)
    return [
        *(deviation(discovered_by=unit, also_found_by=(review,)) for _ in range(together)),
        *(deviation(discovered_by=review, **gone) for _ in range(duplicates)),
        *(deviation(discovered_by=review) for _ in range(by_review)),
        *(deviation(discovered_by=unit) for _ in range(by_unit)),
    ]


def test_events_and_duplicates_are_together_what_was_received() -> None:
    """A board's 52 found by its units, 30 by reviews, and 6 that both told of (R76, R84)."""
    made = reported(a_review_year(6, together=6, by_review=24, by_unit=52))

    assert sentences(made, SectionId.SUMMARY)[0] == "Under 2018 kom det in 88 avvikelser."
    assert sentences(made, SectionId.KINDS)[-4:] == [
        "Av de 88 ärendena är 6 dubbletter av andra.",
        "När samma händelse räknas en gång är det 82 händelser i stället för 88.",
        (
            "Riktade granskningar har upptäckt 30 händelser, och 24 av dem har enheterna inte "
            "rapporterat."
        ),
        "52 händelser har bara enheterna själva upptäckt.",
    ]


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        (
            a_review_year(1, together=1, by_review=0, by_unit=1),
            [
                "Av de 3 ärendena är 1 en dubblett av ett annat.",
                "När samma händelse räknas en gång är det 2 händelser i stället för 3.",
                "En riktad granskning har upptäckt en händelse, som enheten också har rapporterat.",
                "En händelse har bara enheten själv upptäckt.",
            ],
        ),
        (
            a_review_year(1, together=0, by_review=0, by_unit=0),
            [
                "Det enda ärendet är en dubblett av ett annat.",
                "När samma händelse räknas en gång är det inga händelser i stället för 1.",
            ],
        ),
        (
            a_review_year(0, together=0, by_review=2, by_unit=0),
            ["Riktade granskningar har upptäckt 2 händelser, som enheterna inte har rapporterat."],
        ),
        (a_review_year(0, together=0, by_review=0, by_unit=3), []),
    ],
)
def test_few_events_are_told_in_good_swedish(cases: list[Any], told: list[str]) -> None:
    found = sentences(reported(cases), SectionId.KINDS)
    assert [each for each in found if "kategori" not in each.lower()][2:] == told


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    made = reported([case(), case(), case(category="conduct-communication", unit="familjeratt")])

    assert (
        "Av de 3 klagomålen handlar 1 om ”Bemötande/kommunikation” och 2 om något som inte är "
        "angivet."
    ) in sentences(made, SectionId.KINDS)
    assert "I 2 ärenden är enheten inte angiven." in sentences(made, SectionId.UNITS)
    assert rows(made, "units")[-2:] == [["Enhet ej angiven", "2", "2"], ["Totalt", "3", "3"]]


def test_a_unit_that_is_gone_keeps_its_history() -> None:
    made = reported([case(unit="nedlagd-enhet")])

    assert "nedlagd-enhet har ett klagomål." in sentences(made, SectionId.UNITS)
    assert rows(made, "units")[0] == ["Nedlagd-enhet", "1", "1"]


def test_a_unit_with_units_below_it_says_that_they_are_counted_in() -> None:
    made = reported([case(unit="forsorjningsstod"), case(unit="forsorjningsstod-mottagning")])

    told = sentences(made, SectionId.UNITS)
    assert "Försörjningsstöd har, med enheterna under sig, 2 klagomål." in told
    assert "Försörjningsstöd, mottagning har ett klagomål." in told
    assert [row[-1] for row in rows(made, "units")] == ["1", "1", "2"], "each to its own unit"


def test_periods_of_different_length_are_noted() -> None:
    made = reported([case(year=2024)], period=of_year(2024))

    (note,) = (each for each in sentences(made, SectionId.COMPARISON) if "olika långa" in each)
    assert note == "Perioderna är olika långa: 2024 har 366 dagar och 2023 har 365."


def test_control_points_are_answered_in_words() -> None:
    points = (ControlPoint.CATEGORY, ControlPoint.SEVERITY)
    made = reported([case(control_points=points), case(control_points=(ControlPoint.CATEGORY,))])

    results = {row[0]: row[1] for row in rows(made, "control-points")}
    assert results["Framgår kategori?"] == "Ja"
    assert results["Framgår allvarlighetsgrad?"] == "Delvis, i 1 av 2 ärenden"
    assert results["Framgår vem som ansvarar?"] == "Nej"
    assert sentences(made, SectionId.CONTROL_POINTS) == [
        "Av de 11 kontrollpunkterna är 1 uppfyllda i alla ärenden och 9 inte uppfyllda i något."
    ]


def test_every_sentence_with_a_number_knows_its_figures() -> None:
    made = reported(a_boards_compilation())
    known = {figure.ref for figure in made.content.figures}

    for section in made.content.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph:
                assert set(sentence.figures) <= known, sentence
                if section.id not in {SectionId.BACKGROUND, SectionId.COMPARISON}:
                    assert sentence.figures, sentence


def test_table_of_parts_adds_up() -> None:
    made = reported(a_boards_compilation())

    for each in made.content.tables:
        if not each.adds_up:
            continue
        *parts, total = each.rows
        for column in range(1, len(each.columns)):
            cells = [row[column] for row in parts]
            if all(isinstance(cell.value, int) for cell in cells):
                summed = sum(int(cell.value or 0) for cell in cells)
                assert summed == total[column].value, (each.id, each.columns[column])


def various(seed: int) -> list[CountedCase]:
    """Some cases of this year and the one before, any of whose properties may be unknown."""
    chance = random.Random(seed)
    board = organisation().known_board("sn")
    categories = [None, *(category.id for category in board.category_list.categories[:4])]
    units = [None, *(unit.id for unit in organisation().units_of("sn"))]

    def one() -> CountedCase:
        kind = chance.choice(list(Kind)[: chance.randint(1, len(Kind))])
        year = chance.choice([2017, 2018, 2018])
        return case(
            kind,
            year=year,
            received_on=date(year, 1, 1) + timedelta(days=chance.randint(0, 364)),
            unit=chance.choice(units),
            category=chance.choice(categories),
            gender=chance.choice(list(Gender)),
            status=chance.choice(list(Status)),
            feedback=chance.choice(list(Feedback)),
            feedback_wish=chance.choice(list(Wish)),
            outcome=chance.choice([None, *Outcome]),
            investigated=chance.choice([None, True, False]),
            causes=tuple(map(str, chance.sample(list(Cause), chance.randint(0, 2)))),
            discovered_by=chance.choice(list(DiscoveredBy)),
            also_found_by=tuple(chance.sample(list(DiscoveredBy), chance.randint(0, 2))),
            dismissed=chance.choice([None, None, *DismissReason]),
            lex_sarah=chance.choice([LexSarahState.NONE, LexSarahState.REPORTED]),
            actions=ActionCounts(decided=chance.randint(0, 2), done=chance.randint(0, 2)),
            ivo_referred=chance.random() < 0.2,
            control_points=tuple(chance.sample(list(ControlPoint), chance.randint(0, 11))),
        )

    return [one() for _ in range(chance.choice([0, 1, 2, 3, 10, 40]))]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_no_report_contradicts_its_own_figures(seed: int) -> None:
    """What the guard would hold against a person's text is held against the report's own too."""
    cases = various(seed)
    made = reported(cases)
    span = Span("sn", of_year(2018))
    facts = table(*cases)

    for section in made.content.sections:
        for paragraph in section.paragraphs:
            words = " ".join(sentence.text for sentence in paragraph)
            found = by_the_rules(words, section.id, span, facts, organisation())
            assert not found, [(each.sentence, str(each.message)) for each in found]
            assert "  " not in words
            assert words.endswith("."), words


def test_words_of_a_span() -> None:
    assert in_words(Span("sn", of_year(2018)).before) == "2017"
