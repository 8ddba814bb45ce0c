"""What is written in a report is held against its figures."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from services.reporting.counted_case import CountedCase
from services.reporting.figures.questions import Question
from services.reporting.guard.checking import contradictions
from services.reporting.guard.figures_of_table import FiguresOfTable
from services.reporting.guard.findings import Contradiction, Rule, Text
from services.reporting.periods import of_year
from shared.events.vocabulary import ControlPoint, Feedback, Gender, Kind
from shared.organisation import Organisation
from tests.conftest import REPOSITORY
from tests.support.counted_cases import counted_case, table
from tests.unit.guard_world import guarded

UNITS = {"AFI": "forsorjningsstod", "Avdelningen för försörjningsinsatser": "forsorjningsstod"}
HANDLED = (ControlPoint.MEASURES, ControlPoint.FEEDBACK)


def several(count: int, year: int, kind: Kind, **facts: object) -> list[CountedCase]:
    given = {
        "board": "sn",
        "unit": "forsorjningsstod",
        "kind": kind,
        "first_kind": kind,
        "received_on": date(year, 5, 14),
        **facts,
    }
    return [counted_case(**given) for _ in range(count)]


@pytest.fixture(scope="module")
def cases() -> Sequence[CountedCase]:
    """Ten complaints of which four are not documented, eighteen deviations; three and three."""
    answered = {"control_points": HANDLED, "feedback": Feedback.GIVEN, "investigated": True}
    return [
        *several(4, 2018, Kind.COMPLAINT, gender=Gender.WOMAN, **answered),
        *several(2, 2018, Kind.COMPLAINT, gender=Gender.MAN, **answered),
        *several(4, 2018, Kind.COMPLAINT, gender=Gender.WOMAN, investigated=False),
        *several(18, 2018, Kind.DEVIATION, investigated=True, control_points=HANDLED),
        *several(3, 2017, Kind.COMPLAINT),
        *several(3, 2017, Kind.DEVIATION),
        *several(5, 2018, Kind.VIEW, unit="familjeratt"),
    ]


def checked(
    cases: Sequence[CountedCase], organisation: Organisation, words: str, *, comparing: bool = False
) -> tuple[Contradiction, ...]:
    figures = FiguresOfTable(table(*cases), Question(board=("sn",)), organisation)
    text = Text(words, of_year(2018), of_year(2017), unit="forsorjningsstod", comparing=comparing)
    return contradictions(text, figures, UNITS)


@pytest.mark.parametrize(
    "words",
    [
        "10 stycken klagomål inom AFI:s verksamhet har inkommit under 2018.",
        "Tio klagomål och arton avvikelser har kommit in.",
        "6 av klagomålen har bemötts skyndsamt av ansvarig chef som har återkopplat.",
        "Av 10 klagomål saknas i fyra ärenden information om hur klagomålet har hanterats.",
        (
            "18 avvikelser har rapporterats under 2018. 11 av avvikelserna handlar om "
            "felaktigheter vid utbetalning. 6 av avvikelserna handlar om brister i dokumentation. "
            "1 av avvikelserna handlar om brister i att följa rutiner."
        ),
        "Ingen Lex-Sarah rapportering har gjorts gällande AFI:s verksamhet under 2018.",
        "Det har inte inkommit några förslag eller lex Sarah-rapporter.",
        (
            "18 avvikelser har rapporterats. Utredningar har genomförts i samtliga ärenden och "
            "åtgärder har vidtagits."
        ),
        "Antalet avvikelser har ökat, och det har också antalet klagomål.",
        "Fler avvikelser och klagomål har registrerats än förra året.",
        "Lex Sarah-rapporterna har inte ökat.",
        "I analysen av klagomålen framgår det att fler kvinnor rapporterade klagomål.",
        "8 kvinnor och 2 män har lämnat klagomål.",
        "Arbetsmarknadsnämnden antog i februari 2019, § 7 (Dnr AN 2019-33) en plan.",
        "Förhandling enligt lag (1976:580) är inte påkallad. Rutinen har 12 steg på 3 sidor.",
        "60 procent av klagomålen har besvarats.",
        "28 klagomål och avvikelser kom in, varav 10 var klagomål.",
        "",
    ],
)
def test_what_the_figures_bear_out_passes(
    cases: Sequence[CountedCase], organisation: Organisation, words: str
) -> None:
    assert checked(cases, organisation, words) == ()


@pytest.mark.parametrize(
    ("words", "rule", "place"),
    [
        ("11 klagomål har kommit in.", Rule.NUMBER, "11 klagomål"),
        ("Under 2018 rapporterades 82 avvikelser.", Rule.NUMBER, "82 avvikelser"),
        ("Sjutton avvikelser rapporterades.", Rule.NUMBER, "Sjutton avvikelser"),
        ("Inga klagomål har kommit in.", Rule.NUMBER, "Inga klagomål"),
        ("Det har inte kommit in några avvikelser.", Rule.NUMBER, "avvikelser"),
        ("Registreringen av lex Sarah-rapporter har ökat.", Rule.TREND, "ökat"),
        (
            "Registrering av avvikelser och Lex-Sarah rapporteringar har ökat.",
            Rule.TREND,
            "ökat",
        ),
        ("Antalet klagomål har minskat.", Rule.TREND, "minskat"),
        ("Färre avvikelser har rapporterats än året före.", Rule.TREND, "Färre"),
        ("Antalet avvikelser är oförändrat.", Rule.TREND, "oförändrat"),
        (
            "Klagomål och avvikelser är få. Alla ärenden har hanterats på likvärdigt sätt.",
            Rule.EVERY,
            "Alla ärenden",
        ),
        ("Samtliga klagomål har besvarats.", Rule.EVERY, "Samtliga klagomål"),
        ("Alla klagomål har utretts.", Rule.EVERY, "Alla klagomål"),
        (
            (
                "11 av avvikelserna handlar om utbetalning. 6 av avvikelserna handlar om "
                "dokumentation. 2 av avvikelserna handlar om rutiner."
            ),
            Rule.PARTS,
            "2 av avvikelserna",
        ),
        (
            (
                "11 av avvikelserna handlar om utbetalning och 6 av avvikelserna gäller annat. "
                "12 av klagomålen gäller bemötande."
            ),
            Rule.PARTS,
            "12 av klagomålen",
        ),
        (
            "10 klagomål kom in, varav sex gällde bemötande och tre gällde handläggning.",
            Rule.PARTS,
            "tre",
        ),
        (
            "Ingen lex-Sarah rapportering har gjorts under 2022.",
            Rule.PERIOD,
            "Ingen lex-Sarah rapportering",
        ),
        ("År 2017 inkom 3 klagomål.", Rule.PERIOD, "3 klagomål"),
        ("Fler män än kvinnor har lämnat klagomål.", Rule.GENDER, "Fler "),
        ("90 procent av klagomålen har besvarats.", Rule.NUMBER, "90 procent"),
        ("7 kvinnor har lämnat klagomål.", Rule.NUMBER, "7"),
    ],
)
def test_what_contradicts_a_figure_is_found_with_its_place(
    cases: Sequence[CountedCase], organisation: Organisation, words: str, rule: Rule, place: str
) -> None:
    found = checked(cases, organisation, words)

    assert [each.rule for each in found] == [rule], found
    assert words[found[0].start : found[0].end] == place
    assert found[0].sentence in words


def test_a_section_that_compares_may_speak_of_another_year_and_is_held_against_its_figures(
    cases: Sequence[CountedCase], organisation: Organisation
) -> None:
    said = "År 2017 inkom 3 klagomål och 3 avvikelser inom AFI:s verksamhet."
    wrong = "År 2017 inkom 3 klagomål och 4 avvikelser inom AFI:s verksamhet."

    assert checked(cases, organisation, said, comparing=True) == ()
    (found,) = checked(cases, organisation, wrong, comparing=True)
    assert (found.rule, wrong[found.start : found.end]) == (Rule.NUMBER, "4 avvikelser")


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("5 synpunkter kom in.", True),
        ("Till AFI kom inga synpunkter.", True),
        ("Till AFI kom 5 synpunkter.", False),
        ("10 klagomål kom till Avdelningen för försörjningsinsatser.", True),
    ],
)
def test_a_unit_that_is_named_is_held_against_its_own_figures(
    cases: Sequence[CountedCase], organisation: Organisation, words: str, *, is_so: bool
) -> None:
    figures = FiguresOfTable(table(*cases), Question(board=("sn",)), organisation)

    found = contradictions(Text(words, of_year(2018), of_year(2017)), figures, UNITS)

    assert (found == ()) is is_so


def sentences_of_corpus() -> Iterator[tuple[str, bool, str]]:
    """Each sentence with its sign, and whether its section may compare."""
    lines = (REPOSITORY / "tests" / "corpus" / "guard" / "sentences.txt").read_text().splitlines()
    for line in lines:
        if line[:1] in {"+", "-"}:
            yield line[0], line[1] == "c", line[2:].strip()


CORPUS = tuple(sentences_of_corpus())


def test_the_corpus_has_sentences_of_both_sorts() -> None:
    signs = [sign for sign, _, _ in CORPUS]

    assert signs.count("+") > 100
    assert signs.count("-") > 100


@pytest.mark.parametrize(("sign", "comparing", "words"), CORPUS)
def test_sentences_of_boards(sign: str, words: str, *, comparing: bool) -> None:
    """What is true passes; what is false is found where it stands."""
    text = words.replace("[", "").replace("]", "")

    found = guarded(text, comparing=comparing)

    told = [(text[each.start : each.end], str(each.message)) for each in found]
    if sign == "+":
        assert found == (), told
    else:
        start, end = words.index("["), words.index("]") - 1
        assert any(each.start < end and start < each.end for each in found), told
