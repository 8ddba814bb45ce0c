"""Posters and paper forms: what stands on them, and that they can be read by everyone."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from services.intake.public.printed.sheets import Sheet, place_of, sheet_words
from services.intake.public.printed.typesetting import pdf, picture
from shared.organisation import Organisation, load_organisation
from shared.pages.languages import Language

TODAY = date(2026, 11, 22)
ADDRESS = "https://synpunkter.exempelkommun.example/lamna?enhet=hemvard-norr"


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_organisation(Path(__file__).parents[2] / "deploy" / "organisation")


def words(organisation: Organisation, code: str, language: Language) -> Any:
    place = place_of(code, organisation, TODAY)
    assert place is not None
    return sheet_words(place, organisation, ADDRESS, language, TODAY)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sheet", Sheet)
def test_every_public_unit_and_board_has_a_sheet_of_one_page(
    organisation: Organisation, sheet: Sheet, language: Language
) -> None:
    places = [board.id for board in organisation.boards]
    places += [
        unit.id
        for board in organisation.boards
        for unit in organisation.public_units(board.id, TODAY)
    ]
    assert len(places) > len(organisation.boards)
    for code in places:
        made = pdf(sheet, words(organisation, code, language))
        assert re.findall(rb"/Type\s*/Pages.*?/Count (\d+)", made, re.DOTALL) == [b"1"], code


def test_the_pdf_is_tagged_and_says_its_language_and_title(organisation: Organisation) -> None:
    made = pdf(Sheet.POSTER, words(organisation, "hemvard-norr", Language.SWEDISH))
    assert b"/Lang(sv)" in made
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made


def test_mail_to_a_unit_goes_to_its_own_address(organisation: Organisation) -> None:
    assert (
        words(organisation, "hemvard-norr", Language.SWEDISH)["email"]
        == "synpunkter.von+hemvard-norr@exempelkommun.example"
    )


def test_the_board_itself_has_a_sheet_without_unit(organisation: Organisation) -> None:
    place = place_of("von", organisation, TODAY)
    assert place is not None
    assert place.form_path == "/lamna"


def test_a_unit_that_is_not_public_or_unknown_has_none(organisation: Organisation) -> None:
    hidden = [unit.id for unit in organisation.units if not unit.public]
    for code in (*hidden, "finns-inte", ""):
        assert place_of(code, organisation, TODAY) is None


def test_words_are_in_the_reader_s_language(organisation: Organisation) -> None:
    swedish = words(organisation, "hemvard-norr", Language.SWEDISH)
    english = words(organisation, "hemvard-norr", Language.ENGLISH)
    assert swedish["place"] == "Hemvård norr"
    assert english["place"] == "Home care north"
    assert ["Svar", "inom 14 dagar"] in swedish["targets"]
    assert ["Answer", "within 14 days"] in english["targets"]
    same = {name for name, said in swedish["words"].items() if english["words"][name] == said}
    assert same == set()


@pytest.mark.parametrize("sheet", Sheet)
def test_a_phone_reads_the_address_from_the_printed_code(
    organisation: Organisation, sheet: Sheet
) -> None:
    printed = words(organisation, "hemvard-norr", Language.SWEDISH)
    made = picture(sheet, printed, pixels_per_inch=150)
    codes = zxingcpp.read_barcodes(Image.open(BytesIO(made)))
    assert [code.text for code in codes] == [ADDRESS]
