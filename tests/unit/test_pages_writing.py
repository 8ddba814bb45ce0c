"""Languages chosen, dates and numbers written, dates read."""

from datetime import UTC, date, datetime

import pytest

from shared.pages.formats import Formats
from shared.pages.languages import Language, chosen_language
from shared.pages.typed_dates import typed_day

SWEDISH = Formats(Language.SWEDISH)
ENGLISH = Formats(Language.ENGLISH)


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        (None, None, None, "sv"),
        ("en", "sv", "sv", "en"),
        (None, "en", "sv", "en"),
        (None, None, "en-GB,en;q=0.9,sv;q=0.8", "en"),
        (None, None, "de,sv;q=0.5,en;q=0.7", "en"),
        (None, None, "en;q=0", "sv"),
        (None, None, "en;q=oops,sv", "sv"),
        (None, None, "de,fr", "sv"),
        ("de", None, "en", "en"),
        ("<script>", "x", ",;,", "sv"),
    ],
)
def test_language_is_chosen_by_address_then_cookie_then_browser(
    asked: str | None, remembered: str | None, accepted: str | None, chosen: str
) -> None:
    assert chosen_language(asked, remembered, accepted) == chosen


def test_days_are_written_with_the_month_in_letters() -> None:
    assert SWEDISH.day(date(2026, 11, 22)) == "22\xa0november\xa02026"
    assert ENGLISH.day(date(2026, 5, 1)) == "1\xa0May\xa02026"


def test_instant_is_shown_in_swedish_time() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert SWEDISH.instant(late) == "1\xa0juli\xa02026 kl.\xa000.30"
    assert ENGLISH.instant(late) == "1\xa0July\xa02026 at\xa000:30"


@pytest.mark.parametrize("written", [SWEDISH.day, SWEDISH.time, SWEDISH.instant])
def test_instant_without_zone_is_refused(written: object) -> None:
    assert callable(written)
    with pytest.raises(ValueError, match="no time zone"):
        written(datetime(2026, 11, 22, 12, 0))  # noqa: DTZ001


def test_numbers_have_a_thin_space_in_swedish() -> None:
    assert SWEDISH.number(1_234_567) == "1\u202f234\u202f567"
    assert SWEDISH.number(2.5) == "2,5"
    assert ENGLISH.number(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02",
        "20261102",
        "2026 11 2",
        "2/11 2026",
        "2.11.2026",
        " 2  november 2026 ",
        "2 NOV 2026",
        "den 2 november 2026",
        "2 November 2026",
    ],
)
def test_day_is_read_as_people_type_it(text: str) -> None:
    assert typed_day(text) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "month"), [("3 maj 2026", 5), ("3 May 2026", 5), ("3 oct 2026", 10)]
)
def test_months_have_their_names_in_both_languages(text: str, month: int) -> None:
    assert typed_day(text) == date(2026, month, 3)


@pytest.mark.parametrize("text", ["", "i går", "2026-13-01", "31/2 2026", "3 foo 2026", "2/11"])
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert typed_day(text) is None
