"""Every sentence exists in both languages, and none is kept that no page says."""

import re
from collections.abc import Sequence
from datetime import date

import pytest

from shared.organisation import Name
from shared.pages.catalogues import read_catalogue, say
from shared.pages.extraction import sentences_in_use
from shared.pages.languages import Language
from shared.pages.phrases import phrase

_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _values(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", Language)
def test_every_sentence_in_use_is_translated(language: Language) -> None:
    translated = {
        message.id: _forms(message.string) for message in read_catalogue(language) if message.id
    }
    for message in sentences_in_use():
        if message.id:
            forms = translated.get(message.id, ())
            assert len(forms) == len(_forms(message.id)), message.id
            assert all(forms), f"write the translation of {message.id!r} in locale/{language}"


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_kept_that_no_page_says(language: Language) -> None:
    in_use = {message.id for message in sentences_in_use()}
    kept = {message.id for message in read_catalogue(language)}
    assert kept <= in_use, "run python -m shared.pages.extraction"


@pytest.mark.parametrize("language", Language)
def test_translations_have_the_values_of_the_sentence(language: Language) -> None:
    for message in read_catalogue(language):
        if message.id:
            for sentence, said in zip(_forms(message.id), _forms(message.string), strict=True):
                assert _values(said) == _values(sentence), message.id


def test_sentences_are_found_in_templates_and_in_code() -> None:
    found = {message.id for message in sentences_in_use()}
    assert "Hoppa till innehållet" in found
    assert "Klagomål" in found
    assert ("inom %(count)s dag", "inom %(count)s dagar") in found


def test_phrase_is_said_in_the_language_with_its_values() -> None:
    said = phrase(
        "Korta texten till högst %(limit)s tecken. Nu är den %(length)s tecken.",
        limit=20_000,
        length=21_500,
    )
    assert say(said, Language.SWEDISH) == (
        "Korta texten till högst 20\u202f000 tecken. Nu är den 21\u202f500 tecken."
    )
    assert say(said, Language.ENGLISH) == (
        "Shorten the text to at most 20,000 characters. It is now 21,500 characters."
    )


def test_day_in_a_phrase_is_written_out() -> None:
    said = phrase("Vårt mål: senast %(day)s.", day=date(2026, 12, 6))
    assert say(said, Language.SWEDISH) == "Vårt mål: senast 6\xa0december\xa02026."


def test_name_of_the_organisation_is_said_in_the_language() -> None:
    name = Name(sv="Hemvård", en="Home care")
    assert [say(name, language) for language in Language] == ["Hemvård", "Home care"]


def test_sentence_that_nobody_has_translated_shows_as_swedish() -> None:
    assert say(phrase("Denna mening finns ingenstans."), Language.ENGLISH) == (
        "Denna mening finns ingenstans."
    )
