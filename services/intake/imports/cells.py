"""What one cell may say, by kind of column. Each reader raises what was wrong, never the value."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from services.intake.case_request import MAXIMUM_TEXT, FeedbackWish
from services.intake.imports import words
from services.intake.imports.personal_numbers import has_personal_number
from services.intake.imports.words import Word, Words
from services.intake.placement import EARLIEST
from services.intake.plain_text import one_line, plain_text
from shared.clock import local_date
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
    Wish,
)
from shared.organisation.names import folded

LONGEST_LINE = 200
LONGEST_NUMBER = 100
LONGEST_THEME = 40
MOST_THEMES = 20
MOST_ACTIONS = 1000
HIGHEST_DEGREE = 4

_YES = frozenset({"ja", "j", "yes", "y", "true", "sant", "1", "x"})
_NO = frozenset({"nej", "n", "no", "false", "falskt", "0"})
_LISTED = re.compile(r"[|,;\n]")
_THEME = re.compile(r"[^\W_]+(?:[ -][^\W_]+){0,3}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_WITH_SEPARATORS = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9:.+\-Z]+))?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MONTHS = 12

Value = TypeVar("Value")


def fault(slug: str, what: str) -> PydanticCustomError:
    """What is wrong with a cell; `what` follows the column's name."""
    return PydanticCustomError(slug, what)


def _day(text: str) -> date:
    """ISO, eight digits, or day.month.year where it cannot be taken for month.day.year."""
    if match := _WITH_SEPARATORS.fullmatch(text):
        year, month, day, clock = match.groups()
        return _local_day(text) if clock else _calendar(int(year), int(month), int(day))
    if match := _DIGITS.fullmatch(text):
        return _calendar(*(int(part) for part in match.groups()))
    if match := _DOTTED.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if day <= _MONTHS and day != month:
            raise fault("day_ambiguous", "may be two different days")
        return _calendar(year, month, day)
    raise fault("no_day", "is no day in a form that is read")


def _calendar(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise fault("no_day", "is a day that no calendar has") from None
    return _sensible(found)


def _local_day(text: str) -> date:
    try:
        instant = datetime.fromisoformat(text)
        found = instant.date() if instant.tzinfo is None else local_date(instant)
    except (ValueError, OverflowError):
        raise fault("no_day", "is no day in a form that is read") from None
    return _sensible(found)


def _sensible(day: date) -> date:
    if day < EARLIEST:
        raise fault("too_early", "is before the first day that is taken")
    return day


def _yes_no(text: str) -> bool:
    word = folded(text)
    if word not in _YES | _NO:
        raise fault("no_yes_or_no", "is neither yes nor no")
    return word in _YES


def _degree(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= HIGHEST_DEGREE:
        raise fault("no_degree", "is none of 1, 2, 3 and 4")
    return int(text)


def _actions(text: str) -> ActionCounts:
    """`3`, `3/2` or `3/2/1`: decided, carried out, with effect."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > len(ActionCounts.model_fields) or not all(map(_WHOLE.fullmatch, parts)):
        raise fault("no_count", "is no number of measures")
    counts = [int(part) for part in parts] + [0] * (3 - len(parts))
    if counts[0] > MOST_ACTIONS or counts != sorted(counts, reverse=True):
        raise fault("counts_wrong", "has counts that cannot be")
    return ActionCounts(decided=counts[0], done=counts[1], effective=counts[2])


def _wish(text: str) -> FeedbackWish:
    """A way says yes as well."""
    if way := words.WAYS.find(text):
        return FeedbackWish(wanted=Wish.YES, how=way)
    if wish := words.WISHES.find(text):
        return FeedbackWish(wanted=wish)
    raise fault("no_word", "is none of the words that are read")


def _causes(text: str) -> tuple[Cause, ...]:
    found = [words.CAUSES.find(each) for each in _listed(text)]
    if None in found:
        raise fault("no_word", "has a word that is not one of those that are read")
    return tuple(dict.fromkeys(each for each in found if each))


def _themes(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one_line(each) for each in _listed(text)))
    if len(found) > MOST_THEMES:
        raise fault("too_many", "has too many themes")
    if any(len(each) > LONGEST_THEME or not _THEME.fullmatch(each) for each in found):
        raise fault("no_theme", "has something that is no theme: a theme is a word or a few")
    return tuple(_impersonal(each) for each in found)


def _listed(text: str) -> Iterator[str]:
    return (each.strip() for each in _LISTED.split(text) if each.strip())


def _number(text: str) -> str:
    return _impersonal(_at_most(one_line(text), LONGEST_NUMBER))


def line(text: str) -> str:
    """A line of text, not too long."""
    return _at_most(one_line(text), LONGEST_LINE)


def _prose(text: str) -> str:
    return _at_most(plain_text(text), MAXIMUM_TEXT)


def _at_most(text: str, length: int) -> str:
    if len(text) > length:
        raise fault("too_long", "is too long")
    return text


def _impersonal(text: str) -> str:
    if has_personal_number(text):
        raise fault("personal_number", "looks like a personal identity number")
    return text


def _one_of(known: Words[Word]) -> Callable[[str], Word]:
    def read(text: str) -> Word:
        if word := known.find(text):
            return word
        raise fault("no_word", "is none of the words that are read")

    return read


Day = Annotated[date, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Degree = Annotated[int, BeforeValidator(_degree)]
Actions = Annotated[ActionCounts, BeforeValidator(_actions)]
WishCell = Annotated[FeedbackWish, BeforeValidator(_wish)]
Causes = Annotated[tuple[Cause, ...], BeforeValidator(_causes)]
Themes = Annotated[tuple[str, ...], BeforeValidator(_themes)]
Number = Annotated[str, BeforeValidator(_number)]
Line = Annotated[str, BeforeValidator(line)]
Prose = Annotated[str, BeforeValidator(_prose)]
KindCell = Annotated[Kind, BeforeValidator(_one_of(words.KINDS))]
ChannelCell = Annotated[Channel, BeforeValidator(_one_of(words.CHANNELS))]
LawCell = Annotated[Law, BeforeValidator(_one_of(words.LAWS))]
DiscovererCell = Annotated[DiscoveredBy, BeforeValidator(_one_of(words.DISCOVERERS))]
ReporterCell = Annotated[ReporterKind, BeforeValidator(_one_of(words.REPORTERS))]
GenderCell = Annotated[Gender, BeforeValidator(_one_of(words.GENDERS))]
FeedbackCell = Annotated[Feedback, BeforeValidator(_one_of(words.FEEDBACKS))]
ViewCell = Annotated[ComplainantView, BeforeValidator(_one_of(words.VIEWS))]
OutcomeCell = Annotated[Outcome, BeforeValidator(_one_of(words.OUTCOMES))]
LexSarahCell = Annotated[LexSarahState, BeforeValidator(_one_of(words.LEX_SARAH_STATES))]
