"""From the cells of one row to an earlier case: read whole, or refused with all that is wrong."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from services.intake.imports.columns import COLUMNS
from services.intake.imports.consistency import contradictions
from services.intake.imports.decoding import UNREADABLE
from services.intake.imports.earlier_case import EarlierCase, Setting
from services.intake.imports.row_fault import Fault, RowRejected

_UNREADABLE = Fault(
    column=None,
    what="has characters that cannot be read",
    allowed="one encoding in all of the list: UTF-8, Windows-1252 or UTF-16",
)


def read_row(told: Mapping[str, str], setting: Setting) -> EarlierCase:
    """The case that the cells tell, by name of column; blank ones say nothing.

    Raises RowRejected.
    """
    if unreadable := list(_unreadable(told)):
        raise RowRejected(unreadable)
    given = {name: text.strip() for name, text in told.items() if text.strip()}
    try:
        case = EarlierCase.model_validate(given, context=setting)
    except ValidationError as error:
        raise RowRejected(list(_faults(error))) from None
    if impossible := list(contradictions(case, setting.today)):
        raise RowRejected(impossible)
    return case


def _unreadable(told: Mapping[str, str]) -> Iterator[Fault]:
    for name, text in told.items():
        if UNREADABLE.search(text):
            yield _UNREADABLE.model_copy(update={"column": name})


def _faults(error: ValidationError) -> Iterator[Fault]:
    for problem in error.errors(include_url=False, include_input=False):
        name = str(problem["loc"][0])
        what = "is missing" if problem["type"] == "missing" else problem["msg"]
        yield Fault(column=name, what=what, allowed=COLUMNS[name].allowed)
