"""What may point out a person is found in a learning card's texts, and everyday words are not."""

from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.learning_cards.deidentifying.characters import plain
from services.reporting.learning_cards.deidentifying.checking import Surroundings, places
from services.reporting.learning_cards.deidentifying.places import Rule
from services.reporting.learning_cards.documents import Confirmed
from services.reporting.learning_cards.objecting import confirmations, found_in, standing
from services.reporting.learning_cards.shapes import NewCard
from shared.organisation import Organisation
from tests.conftest import REPOSITORY

NORTH = "hemvard-norr"
DAYS = st.dates(date(1905, 1, 1), date(2026, 11, 22))
BETWEEN = st.sampled_from(["", "-", " ", "+", "–", "−", " - ", "\u00a0", "\u200b", "\u2011"])
CALM = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö ,\n"), max_size=40)


@pytest.fixture(scope="module")
def surroundings(organisation: Organisation) -> Surroundings:
    return Surroundings.of(organisation, [NORTH])


def found(text: str, surroundings: Surroundings) -> list[tuple[Rule, str, bool]]:
    return [(each.rule, each.words, each.certain) for each in places(text, surroundings)]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Född 19850412-1234.", Rule.IDENTITY_NUMBER, "19850412-1234"),
        ("Född 850412 1234.", Rule.IDENTITY_NUMBER, "850412 1234"),
        ("Född 8504121234.", Rule.IDENTITY_NUMBER, "8504121234"),
        ("Född 1985 04 12 - 12 34.", Rule.IDENTITY_NUMBER, "1985 04 12 - 12 34"),
        ("Samordningsnummer 850472-1234.", Rule.IDENTITY_NUMBER, "850472-1234"),
        ("Över hundra: 050412+1234.", Rule.IDENTITY_NUMBER, "050412+1234"),
        ("Reservnummer 19850412-TF12.", Rule.IDENTITY_NUMBER, "19850412-TF12"),
        ("Ring 070-123 45 67.", Rule.PHONE, "070-123 45 67"),
        ("Ring 0701234567.", Rule.PHONE, "0701234567"),
        ("Ring +46 70 123 45 67.", Rule.PHONE, "+46 70 123 45 67"),
        ("Ring 08-12 34 56.", Rule.PHONE, "08-12 34 56"),
        ("Ring 021 39 00 00.", Rule.PHONE, "021 39 00 00"),
        ("Skriv till anna@post.example.", Rule.EMAIL, "anna@post.example"),
        ("Skriv till anna (at) post.example", Rule.EMAIL, "anna (at) post.example"),
        ("Det var 2026-03-02.", Rule.DATE, "2026-03-02"),
        ("Det var den 2 mars 2026.", Rule.DATE, "den 2 mars 2026"),
        ("Det var den andra mars.", Rule.DATE, "den andra mars"),
        ("Det var 2/3 2026.", Rule.DATE, "2/3 2026"),
        ("Det var 2.3.2026.", Rule.DATE, "2.3.2026"),
        ("Det var 12 maj.", Rule.DATE, "12 maj"),
        ("Bor på Storgatan 12 B.", Rule.ADDRESS, "Storgatan 12 B"),
        ("Bor på Norra Vägen 3.", Rule.ADDRESS, "Norra Vägen 3"),
        ("Skickat till 123 45 Storvik.", Rule.ADDRESS, "123 45 Storvik"),
        ("Se VON 2026-00012.", Rule.CASE_NUMBER, "VON 2026-00012"),
        ("Se von 2026/12.", Rule.CASE_NUMBER, "von 2026/12"),
        ("Se 26-ABCDE-12345.", Rule.CASE_NUMBER, "26-ABCDE-12345"),
        ("Se 012/2026.", Rule.CASE_NUMBER, "012/2026"),
        ("Se dnr 2026:12.", Rule.CASE_NUMBER, "dnr 2026:12"),
        ("Vi talade med fru Andersson.", Rule.NAME, "fru Andersson"),
    ],
)
def test_what_is_certain(text: str, rule: Rule, words: str, surroundings: Surroundings) -> None:
    assert (rule, words, True) in found(text, surroundings)


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Vi ringde Anna S. om det.", Rule.NAME, "Anna S"),
        ("Anna Svensson ramlade.", Rule.NAME, "Anna Svensson"),
        ("Anna ramlade.", Rule.NAME, "Anna"),
        ("Vi såg Stella. Ring oss.", Rule.NAME, "Stella"),
        ("Om Stella.", Rule.NAME, "Stella"),
        ("Vi såg A. Berg.", Rule.NAME, "A. Berg"),
        ("Hon heter Anna.", Rule.NAME, "Anna"),
        ("hon heter anna", Rule.NAME, "anna"),
        ("En kollega vid namn Gårman såg det.", Rule.NAME, "Gårman"),
        ("Det såg någon, t.ex. Bertil.", Rule.NAME, "Bertil"),
        ("Det hände i Storvik.", Rule.NAME, "Storvik"),
        ("Personalen hjälpte ANNA upp.", Rule.NAME, "ANNA"),
        ("Initialerna A.S. stod där.", Rule.NAME, "A.S."),
        ("Det var 2/3.", Rule.DATE, "2/3"),
        ("Det var i maj 2026.", Rule.DATE, "maj 2026"),
        ("Det var på julafton.", Rule.DATE, "julafton"),
        ("Född 850412.", Rule.DATE, "850412"),
        ("Bor i lägenhet 1203.", Rule.ADDRESS, "lägenhet 1203"),
        ("Ring 123 45 67.", Rule.PHONE, "123 45 67"),
        ("Se 2026:123.", Rule.CASE_NUMBER, "2026:123"),
        ("På Hemvård norr glömdes larmet.", Rule.UNIT, "Hemvård norr"),
    ],
)
def test_what_a_person_may_confirm(
    text: str, rule: Rule, words: str, surroundings: Surroundings
) -> None:
    assert (rule, words, False) in found(text, surroundings)


@pytest.mark.parametrize(
    "text",
    [
        "En person fick inte hjälp i tid. Larmet gick till fel grupp.",
        "Vi ändrade rutinen enligt SoL, LSS och HSL, och IVO fick veta det.",
        "Utredningen gjordes enligt lex Sarah. Lex Maria blev inte aktuellt.",
        "Hemvård söder hjälpte till. Vård- och omsorgsnämnden beslutade.",
        "Rutinen gällde 10 personer kl. 14.30, 2-3 gånger och dygnet runt, 24/7.",
        "På vägen 2 gånger om dagen. Det kostade 200 000 kr, 15 procent mer.",
        "Att prata om:\n- Kan det hända hos oss?\n- Vad gör vi då?\n”Varför?” frågade någon.",
        "I höstas och under sommaren var vi för få. Åtgärd 3 av 4 är gjord.",
        "Personalen skrev i Lifecare och ringde vårdcentralen.",
    ],
)
def test_everyday_words_are_left_alone(text: str, surroundings: Surroundings) -> None:
    assert found(text, surroundings) == []


def test_a_unit_that_the_card_shows_may_be_named(organisation: Organisation) -> None:
    assert found("På Hemvård norr glömdes larmet.", Surroundings.of(organisation)) == []


@given(DAYS, st.integers(0, 9999), BETWEEN, st.sampled_from([0, 60]), st.booleans(), CALM, CALM)
def test_no_identity_number_passes(
    surroundings: Surroundings,
    born: date,
    last: int,
    between: str,
    added: int,
    century: bool,
    before: str,
    after: str,
) -> None:
    year = f"{born.year}" if century else f"{born.year % 100:02d}"
    number = f"{year}{born.month:02d}{born.day + added:02d}{between}{last:04d}"

    certain = [each for each in places(f"{before} {number} {after}", surroundings) if each.certain]

    assert any(number in each.words or each.words in number for each in certain)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d/%m %Y", "%d.%m.%Y", "%Y/%m/%d"]), CALM)
def test_no_written_day_passes(
    surroundings: Surroundings, day: date, written: str, before: str
) -> None:
    text = f"{before} {day.strftime(written)}"
    assert any(each.certain for each in places(text, surroundings))


@given(st.text(max_size=200))
def test_places_are_those_of_the_text_as_typed(surroundings: Surroundings, text: str) -> None:
    assert len(plain(text)) == len(text)
    told = places(text, surroundings)
    for each in told:
        assert text[each.start : each.end] == each.words
        assert each.words.strip()
    for earlier, later in pairwise(told):
        assert earlier.end <= later.start


@given(CALM, CALM)
def test_small_letters_without_digits_point_out_nobody_but_by_what_is_named(
    surroundings: Surroundings, first: str, second: str
) -> None:
    named = {Rule.NAME, Rule.DATE, Rule.UNIT}
    assert {each.rule for each in places(first + second, surroundings)} <= named


def test_what_is_certain_cannot_be_confirmed_away(surroundings: Surroundings) -> None:
    text = "Vi ringde Anna på 070-123 45 67."
    objections = found_in({"happened": text}, surroundings)
    said = [each.claim for each in objections]

    left = standing(objections, said)

    assert [each.place.rule for each in left] == [Rule.PHONE]
    assert [each.words for each in confirmations(objections, said)] == ["anna"]


def test_a_confirmation_is_of_the_words_in_their_field(surroundings: Surroundings) -> None:
    objections = found_in({"happened": "Vi såg Stella.", "why": "Vi såg Stella."}, surroundings)
    said = [Confirmed(field="why", rule="name", words="STELLA")]

    assert [each.field for each in standing(objections, said)] == ["happened"]


def test_a_long_text_is_read_at_once(surroundings: Surroundings) -> None:
    """Nothing in a pattern grows faster than the text."""

    for piece in ("0", "07 ", "a", "a.", "A ", "1-", "@", "a@", " ", "\u200b", "12 3", "Aa "):
        began = perf_counter()
        places(piece * (2_700 // len(piece)), surroundings)
        assert timedelta(seconds=perf_counter() - began) < timedelta(seconds=3), piece


def test_the_example_in_the_documents_can_be_sent_and_published(
    surroundings: Surroundings,
) -> None:
    text = (REPOSITORY / "docs" / "examples" / "learning-card.json").read_text(encoding="utf-8")
    card = NewCard.model_validate_json(text)
    assert all(card.by_field.values())
    texts = {str(field): text for field, text in card.by_field.items()}
    assert found_in(texts, surroundings) == ()
