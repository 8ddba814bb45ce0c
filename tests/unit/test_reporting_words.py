"""What properties and their values are called, and where a number of a table leads."""

from datetime import date
from enum import StrEnum
from typing import get_args

import polars as pl
import pytest

from services.reporting.figures.asked_period import ALL_TIME, period_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question
from services.reporting.figures.statistics import Value
from services.reporting.pages.asked import FILTERS, Asked
from services.reporting.pages.cell_addresses import CellAddresses
from services.reporting.pages.reading import Reader
from services.reporting.pages.voice import OwnWords, Voice
from services.reporting.pages.words import DIMENSIONS, Words
from services.reporting.sight import in_sight
from shared.events.vocabulary import Kind, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.pages.languages import Language
from tests.support.counted_cases import counted_case, table

SV, EN = Voice(Language.SWEDISH), Voice(Language.ENGLISH)
TODAY = date(2026, 3, 2)


def words_of_code_list(dimension: Dimension) -> list[StrEnum]:
    """Every word that the question takes for it; none where any text will do."""
    if str(dimension) not in Question.model_fields:
        return []
    kind = get_args(Question.model_fields[dimension].annotation)[0]
    return list(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else []


def asked(organisation: Organisation, *pairs: tuple[str, str]) -> Asked:
    words = Words(organisation)
    return Reader(organisation, words, organisation.boards, True, TODAY).read("/analys", pairs)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_every_property_and_every_word_of_it_has_a_name(
    dimension: Dimension, organisation: Organisation
) -> None:
    words = Words(organisation)
    assert SV.say(DIMENSIONS[dimension])
    known = words_of_code_list(dimension)
    for word in known:
        label = words.value(dimension, word.value)
        assert not isinstance(label, OwnWords), word
    if known:
        assert set(map(str, words.known(dimension))) == set(map(str, known))
    assert SV.say(words.value(dimension, None)) in ("Uppgift saknas", "Ingen")


def test_names_are_the_organisations_in_the_readers_language(organisation: Organisation) -> None:
    words = Words(organisation)
    assert SV.say(words.value(Dimension.UNIT, "hemvard-norr")) == "Hemvård norr"
    assert EN.say(words.value(Dimension.UNIT, "hemvard-norr")) == "Home care north"
    closed = words.value(Dimension.UNIT, "arbetsmarknadssatsningen")
    assert SV.say(closed) == "Arbetsmarknadssatsningen (nedlagd)"
    for dimension in (Dimension.UNIT, Dimension.BOARD, Dimension.CATEGORY, Dimension.THEME):
        assert SV.say(words.value(dimension, "from-long-ago")) == "from-long-ago"


def test_order_is_that_of_the_words_and_what_is_not_known_is_last(
    organisation: Organisation,
) -> None:
    words = Words(organisation)
    kinds: list[Value] = [None, "new-kind", *reversed([kind.value for kind in Kind])]
    assert words.ordered(Dimension.KIND, kinds) == [*Kind, "new-kind", None]


@pytest.mark.parametrize(
    ("pairs", "values", "address"),
    [
        ((), ((Dimension.KIND, "praise"),), "/x?period=2026&kind=praise"),
        ((), ((Dimension.KIND, None),), ""),
        ((), ((Dimension.UNIT, "hemvard-norr"),), "/x?period=2026&unit=hemvard-norr"),
        ((), ((Dimension.UNIT, "hemvard"),), ""),
        ((), ((Dimension.UNIT, "from-long-ago"),), ""),
        ((), ((Dimension.MONTH, "2026-02"),), "/x?fran=2026-02-01&till=2026-02-28"),
        (
            (("fran", "2026-02-10"), ("till", "2026-06-30")),
            ((Dimension.MONTH, "2026-02"),),
            "/x?fran=2026-02-10&till=2026-02-28",
        ),
        ((("kind", "view"),), ((Dimension.KIND, "view"),), "/x?period=2026&kind=view"),
        ((("cause", "workload"),), ((Dimension.CAUSE, "knowledge"),), ""),
        ((), ((Dimension.INVESTIGATED, False),), "/x?period=2026&investigated=False"),
    ],
)
def test_number_leads_to_just_its_cases_or_nowhere(
    organisation: Organisation,
    pairs: tuple[tuple[str, str], ...],
    values: tuple[tuple[Dimension, Value], ...],
    address: str,
) -> None:
    addresses = CellAddresses(asked(organisation, *pairs), "/x", organisation)
    assert addresses.of(values) == address


def test_address_of_what_is_asked_asks_the_same_again(organisation: Organisation) -> None:
    first = asked(
        organisation, ("period", "2025-L"), ("board", "von"), ("kind", "view"), ("kind", "praise")
    )
    assert first.address("/y") == "/y?period=2025-L&board=von&kind=view&kind=praise"
    assert first.address("/y", ("period", "2026")).count("period") == 1
    assert first.in_period(ALL_TIME).address("/y").startswith("/y?period=alla&")
    assert asked(organisation, *first.pairs) == first
    days = asked(organisation, ("fran", "1 mars 2026"))
    assert days.address("/y") == "/y?fran=2026-03-01"
    assert asked(organisation).period == period_of("2026")
    assert set(FILTERS) < set(Question.model_fields)


@pytest.mark.parametrize(
    ("principal", "seen"),
    [
        ({"roles": {Role.QUALITY}}, "abcd"),
        ({"roles": {Role.AUDITOR}, "board": "von"}, "abd"),
        ({"roles": {Role.REGISTRAR}, "board": "von"}, "ab"),
        ({"roles": {Role.MANAGER}, "board": "von", "unit": "hemvard"}, "a"),
        ({"roles": {Role.HEAD_OF_OPERATIONS}, "board": "von", "unit": "hemvard"}, "ad"),
        ({"roles": {Role.CASEWORKER}, "board": "von"}, "ab"),
        ({"roles": {Role.CASEWORKER}}, "abc"),
        ({"roles": {Role.MANAGER, Role.QUALITY}, "board": "von", "unit": "hemvard"}, "abd"),
        ({"roles": {Role.STAFF, Role.ADMINISTRATOR}}, ""),
        ({"roles": {Role.INVESTIGATOR}}, ""),
    ],
)
def test_cases_are_in_sight_as_the_workflow_lets_them_be_read(
    organisation: Organisation, principal: dict[str, object], seen: str
) -> None:
    cases = {
        "a": counted_case(board="von", unit="hemvard-norr"),
        "b": counted_case(board="von"),
        "c": counted_case(board="sn", unit="familjeratt"),
        "d": counted_case(board="von", unit="hemvard", kind=Kind.LEX_SARAH),
    }
    sight = in_sight(Principal.model_validate(principal), organisation)
    found = table(*cases.values()).filter(sight).select(pl.col("id")).to_series().to_list()
    assert {name for name, case in cases.items() if case.id in found} == set(seen)
