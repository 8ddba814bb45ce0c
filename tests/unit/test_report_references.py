"""References in a text to figures: what they are shown as, and what is said of wrong ones."""

import pytest

from services.reporting.report.headings import SectionId
from services.reporting.report.references import Reference, WrongReference, parsed, read
from services.reporting.report.writing import filled, paragraphs
from shared.events.vocabulary import Gender
from tests.unit.report_world import a_boards_compilation, asked, case, reported


def test_a_reference_is_shown_as_its_number() -> None:
    text = (
        "Av {{received kind=complaint}} klagomål är {{answered kind=complaint as=parts}} "
        "besvarade, {{answered kind=complaint as=percent}}. "
        "Förra året: {{received period=before}}. "
        "{{received kind=complaint,deviation}} och {{received unit=individ-familj}}."
    )
    made = filled(text, asked(a_boards_compilation()))

    assert made.faults == ()
    assert made.words == (
        "Av 10 klagomål är 6 av 10 besvarade, 60 procent. Förra året: 6. 28 och 28."
    )
    assert made.figures[0] == "received kind=complaint"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("recieved", "received"),
        ("", "Det finns ingen siffra"),
        ("received kind=rumour", "kan inte vara ”rumour”"),
        ("received kind", "är inget filter"),
        ("received knd=complaint", "kind"),
        ("received board=von", "inget filter ”board”"),
        ("received period=2017", "”this” eller ”before”"),
        ("received as=percent", "är ingen andel"),
        ("answered as=roman", "value, percent, parts"),
        ("received unit=simhallen", "simhallen"),
        ("received category=happiness", "happiness"),
        ("received theme=happiness", "happiness"),
        ("received gender=woman", "jämställdhet"),
    ],
)
def test_a_wrong_reference_is_named_with_its_place(words: str, told: str) -> None:
    text = f"Vi fick {{{{{words}}}}} ärenden."
    (fault,) = filled(text, asked([case()])).faults

    assert text[fault.start : fault.end] == fault.words == f"{{{{{words}}}}}"
    assert told in str(fault.message)


@pytest.mark.parametrize("text", ["Vi fick {{received ärenden.", "Vi fick received}} ärenden."])
def test_braces_without_counterpart_are_wrong(text: str) -> None:
    (fault,) = read(text).faults
    assert text[fault.start : fault.end] in {"{{", "}}"}


def test_a_number_by_gender_is_the_tables_or_none() -> None:
    many = [case(gender=Gender.WOMAN) for _ in range(9)] + [
        case(gender=Gender.MAN) for _ in range(8)
    ]
    few = many[:2] + many[-1:]
    text = {SectionId.EQUALITY: "Kvinnor: {{received gender=woman}}."}
    own = {SectionId.EQUALITY: "Kvinnor: {{received gender=woman unit=familjeratt}}."}

    assert reported(many, text).texts[SectionId.EQUALITY].words == "Kvinnor: 9."
    assert reported(few, text).texts[SectionId.EQUALITY].words == "Kvinnor: –*."
    assert reported(many, own).texts[SectionId.EQUALITY].faults


def test_places_of_the_filled_text_are_found_in_what_was_typed() -> None:
    typed = "Det kom {{received}} ärenden, och {{unanswered}} saknar svar. Fler avvikelser."
    made = filled(typed, asked(a_boards_compilation()))
    for words in ("Det kom", " ärenden", "saknar svar", "Fler avvikelser", "och"):
        start = made.words.index(words)
        first, last = made.typed_place(start, start + len(words))
        assert typed[first:last] == words
    number = made.words.index("28")
    first, last = made.typed_place(number, number + len("28 ärenden"))
    assert typed[first:last] == "{{received}} ärenden"


def test_the_same_figure_has_one_reference_however_it_is_written() -> None:
    one, _ = parsed("received  kind=view,complaint unit=familjeratt period=this")
    other, _ = parsed("received unit=familjeratt kind=complaint kind=view")

    assert one == other
    assert str(one) == "received kind=complaint,view unit=familjeratt"
    assert parsed(str(one))[0] == one
    with pytest.raises(WrongReference):
        parsed("nothing")
    assert str(Reference.to("answered", before=True, kind="view")) == (
        "answered kind=view period=before"
    )


def test_written_text_is_divided_at_empty_lines() -> None:
    assert paragraphs(" Ett.\nTvå.\n\n \nTre. ") == ("Ett.\nTvå.", "Tre.")
    assert paragraphs("  ") == ()
