"""Refusals of learning cards as problem details."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.reporting.learning_cards.refusals import (
    AlreadyNoted,
    CardChanged,
    CardRefused,
    CaseUnusable,
    MayPointOut,
)
from services.reporting.learning_cards.shapes import PlaceShown
from services.reporting.learning_cards.use_shapes import TalkShown
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotAllowedNow, PreconditionNeeded


@contextmanager
def refusals_answered() -> Iterator[None]:
    """What cannot be done, as problem details."""
    try:
        yield
    except MayPointOut as error:
        shown = [PlaceShown.of(each) for each in error.objections]
        raise NotAllowedNow(
            str(error),
            reasons=[
                f"{each.field}, characters {each.start}–{each.end}: {each.reason.en}"
                for each in shown
            ],
            extra={"places": [each.model_dump(mode="json") for each in shown]},
        ) from error
    except CardChanged as error:
        extra = {"seq": error.seq, "changed": list(error.changed), "now": error.now}
        raise NotAllowedNow(str(error), extra=extra) from error
    except CaseUnusable as error:
        raise wrong("cases", f"{error.text}: {error}") from error
    except AlreadyNoted as error:
        extra = {"talk": TalkShown.of(error.talk).model_dump(mode="json")}
        raise NotAllowedNow(str(error), extra=extra) from error
    except CardRefused as error:
        raise NotAllowedNow(str(error)) from error


def wrong(field: str, message: str) -> Invalid:
    """One field is."""
    return Invalid(message, errors=[FieldProblem(field=field, message=message)])


def expected_seq(if_match: str | None) -> int:
    """The `seq` of If-Match. Raises PreconditionNeeded without one, Invalid for no number."""
    if if_match is None:
        raise PreconditionNeeded('Send If-Match with the seq you have read, for instance "3".')
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise wrong("If-Match", 'If-Match is the seq, for instance "3".')
    return int(text)
