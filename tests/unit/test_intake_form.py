"""The public form: what is taken, what must be put right, and what becomes of it."""

from collections.abc import Mapping
from datetime import date

import pytest

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.placement import place
from services.intake.public.form import FormResult, Rejected, parse_form
from services.intake.public.places import place_of
from services.intake.public.submission_form import (
    Answer,
    SubmissionForm,
    idempotency_key,
    to_case_request,
)
from shared.events.vocabulary import Channel, Gender, Kind, ReporterKind, Way, Wish
from shared.organisation import Organisation
from shared.pages.phrases import Phrase

TODAY = date(2026, 11, 22)
FILLED = {
    "kind": "complaint",
    "text": "Ingen kom på söndagen.",
    "place": "von/hemvard-norr",
    "answer": "no",
}
TOKEN = "abcdefghijklmnop"


def _read(organisation: Organisation, **changes: str) -> FormResult:
    return parse_form({**FILLED, **changes}, organisation, TODAY)


def _accepted(organisation: Organisation, **changes: str) -> SubmissionForm:
    result = _read(organisation, **changes)
    assert isinstance(result, SubmissionForm), result
    return result


def _errors(organisation: Organisation, **changes: str) -> Mapping[str, Phrase]:
    result = _read(organisation, **changes)
    assert isinstance(result, Rejected), result
    return result.errors


def test_least_that_can_be_handed_in(organisation: Organisation) -> None:
    place = place_of("von/hemvard-norr", organisation, TODAY)
    assert place
    assert _accepted(organisation) == SubmissionForm(
        kind=Kind.COMPLAINT,
        text="Ingen kom på söndagen.",
        place=place,
        board=organisation.known_board("von"),
        category=None,
        occurred_on=None,
        occurred_about=None,
        concerned=None,
        person_concerned=None,
        answer=Answer.NO,
        answer_by=None,
        name=None,
        email=None,
        phone=None,
        address=None,
        gender=Gender.UNKNOWN,
    )


def test_empty_form_tells_all_that_is_missing_in_the_order_of_the_page(
    organisation: Organisation,
) -> None:
    result = parse_form({}, organisation, TODAY)
    assert isinstance(result, Rejected)
    assert list(result.errors) == ["kind", "text", "place", "answer"]


@pytest.mark.parametrize("kind", ["", "deviation", "lex_sarah", "nonsense"])
def test_kind_that_the_public_cannot_choose_is_refused(
    organisation: Organisation, kind: str
) -> None:
    assert list(_errors(organisation, kind=kind)) == ["kind"]


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01"])
def test_text_without_a_letter_is_refused(organisation: Organisation, text: str) -> None:
    assert list(_errors(organisation, text=text)) == ["text"]


def test_text_may_have_the_maximum_and_no_more(organisation: Organisation) -> None:
    assert _accepted(organisation, text="ö" * MAXIMUM_TEXT).text == "ö" * MAXIMUM_TEXT
    error = _errors(organisation, text="ö" * (MAXIMUM_TEXT + 1))["text"]
    assert dict(error.values) == {"limit": MAXIMUM_TEXT, "length": MAXIMUM_TEXT + 1}


@pytest.mark.parametrize(
    ("given", "board", "unit"),
    [
        ("von/hemvard-norr", "von", "hemvard-norr"),
        ("von", "von", None),
        ("von/", "von", None),
        ("unknown", "sn", None),
    ],
)
def test_place(organisation: Organisation, given: str, board: str, unit: str | None) -> None:
    request = to_case_request(_accepted(organisation, place=given), "sv")
    assert (request.board, request.unit) == (board, unit)


@pytest.mark.parametrize(
    "given",
    ["", "nowhere", "von/nowhere", "sn/hemvard-norr", "von/bemanning"],
)
def test_place_that_is_not_offered_is_refused(organisation: Organisation, given: str) -> None:
    """The last is a unit that the organisation keeps out of the public form."""
    assert list(_errors(organisation, place=given)) == ["place"]


def test_category_of_one_board_takes_the_case_there_when_the_place_is_unknown(
    organisation: Organisation,
) -> None:
    form = _accepted(organisation, place="unknown", category="von/medication")
    request = to_case_request(form, "sv")
    assert (request.board, request.category) == ("von", "medication")


def test_category_that_every_board_has_leaves_the_case_with_the_default_board(
    organisation: Organisation,
) -> None:
    form = _accepted(organisation, place="unknown", category="information")
    request = to_case_request(form, "sv")
    assert (request.board, request.category) == (organisation.default_board, "information")


@pytest.mark.parametrize(
    ("kind", "category"),
    [("complaint", "an/guidance"), ("praise", "von/fall"), ("complaint", "nonsense")],
)
def test_category_that_the_board_does_not_offer_for_the_kind_is_refused(
    organisation: Organisation, kind: str, category: str
) -> None:
    assert list(_errors(organisation, kind=kind, category=category)) == ["category"]


@pytest.mark.parametrize("given", ["2026-11-22", "22 november 2026", "22/11 2026"])
def test_day_it_happened_may_be_today(organisation: Organisation, given: str) -> None:
    assert _accepted(organisation, occurred_on=given).occurred_on == TODAY


@pytest.mark.parametrize("given", ["2026-11-23", "2026-02-30", "förra veckan", "0026-11-22"])
def test_impossible_day_is_refused(organisation: Organisation, given: str) -> None:
    assert list(_errors(organisation, occurred_on=given)) == ["occurred_on"]


@pytest.mark.parametrize(
    ("answer", "field", "value"),
    [
        ("email", "email", "anhorig@post.example"),
        ("phone", "phone", "+46 (0)70-123 45 67"),
        ("letter", "address", "Storgatan 1\n123 45 Exempelstad"),
    ],
)
def test_way_to_answer_needs_its_address(
    organisation: Organisation, answer: str, field: str, value: str
) -> None:
    assert list(_errors(organisation, answer=answer)) == [field]
    given = {field: value}
    form = _accepted(organisation, answer=answer, **given)
    request = to_case_request(form, "sv")
    assert getattr(request.contact, field) == value
    assert (request.feedback_wish.wanted, request.feedback_wish.how) == (Wish.YES, Way(answer))


@pytest.mark.parametrize(
    ("answer", "field", "value"),
    [
        ("email", "email", "post.example"),
        ("email", "email", "a b@post.example"),
        ("email", "email", "namn@post"),
        ("phone", "phone", "ring mig"),
        ("phone", "phone", "12"),
        ("letter", "address", "x" * 501),
    ],
)
def test_address_that_cannot_be_right_is_refused(
    organisation: Organisation, answer: str, field: str, value: str
) -> None:
    given = {field: value}
    assert list(_errors(organisation, answer=answer, **given)) == [field]


@pytest.mark.parametrize("field", ["name", "occurred_about", "person_concerned"])
def test_line_that_is_too_long_is_refused(organisation: Organisation, field: str) -> None:
    given = {field: "x" * 201}
    assert list(_errors(organisation, concerned="other", **given)) == [field]


@pytest.mark.parametrize(
    ("concerned", "reporter", "person"),
    [
        ("", ReporterKind.UNKNOWN, None),
        ("myself", ReporterKind.SERVICE_USER, None),
        ("relative", ReporterKind.RELATIVE, "M.A."),
        ("other", ReporterKind.PUBLIC, "M.A."),
        ("general", ReporterKind.PUBLIC, None),
        ("nonsense", ReporterKind.UNKNOWN, None),
    ],
)
def test_whom_it_concerns_is_named_only_where_it_is_another(
    organisation: Organisation, concerned: str, reporter: ReporterKind, person: str | None
) -> None:
    form = _accepted(organisation, concerned=concerned, person_concerned="M.A.")
    request = to_case_request(form, "sv")
    assert (request.reporter_kind, request.person_concerned) == (reporter, person)


def test_when_it_happened_may_be_told_in_words(organisation: Organisation) -> None:
    form = _accepted(organisation, occurred_about="  flera kvällar\ni oktober ")
    assert to_case_request(form, "sv").occurred_about == "flera kvällar i oktober"


@pytest.mark.parametrize("given", ["2026-11-22", "5 december 2026", "2027-11-23"])
def test_day_by_which_an_answer_is_wished_for(organisation: Organisation, given: str) -> None:
    form = _accepted(organisation, answer="phone", phone="070-123 45 67", answer_by=given)
    request = to_case_request(form, "sv")
    assert request.feedback_wish.by == form.answer_by
    assert place(request, organisation, TODAY).board == "von"


@pytest.mark.parametrize("given", ["2026-11-21", "2027-11-24", "snart"])
def test_day_that_no_answer_can_come_by_is_refused(organisation: Organisation, given: str) -> None:
    errors = _errors(organisation, answer="phone", phone="070-123 45 67", answer_by=given)
    assert list(errors) == ["answer_by"]


@pytest.mark.parametrize("answer", ["no", "anonymous"])
def test_day_is_left_out_where_no_answer_is_wished_for(
    organisation: Organisation, answer: str
) -> None:
    assert _accepted(organisation, answer=answer, answer_by="2026-12-05").answer_by is None


def test_only_the_chosen_way_is_kept(organisation: Organisation) -> None:
    form = _accepted(
        organisation, answer="email", email="anhorig@post.example", phone="070-123 45 67"
    )
    assert form.phone is None


def test_anonymous_keeps_nothing_of_the_person(organisation: Organisation) -> None:
    form = _accepted(
        organisation,
        answer="anonymous",
        name="Någon",
        email="anhorig@post.example",
        phone="070-123 45 67",
        address="Storgatan 1",
        concerned="myself",
        answer_by="2026-12-05",
    )
    request = to_case_request(form, "sv")
    assert request.anonymous
    assert not request.contact
    assert request.reporter_kind is ReporterKind.ANONYMOUS
    assert request.feedback_wish.by is None
    assert request.feedback_wish.wanted is Wish.NO


def test_case_request_says_what_the_form_said(organisation: Organisation) -> None:
    form = _accepted(
        organisation, category="von/medication", gender="woman", occurred_on="2026-11-15"
    )
    request = to_case_request(form, "en")
    assert request.channel is Channel.WEB
    assert request.language == "en"
    assert request.gender is Gender.WOMAN
    assert request.occurred_on == date(2026, 11, 15)
    placement = place(request, organisation, TODAY)
    assert (placement.board, placement.unit, placement.category) == (
        "von",
        "hemvard-norr",
        "medication",
    )


@pytest.mark.parametrize("board", ["an", "sn", "von"])
def test_whatever_category_the_form_takes_intake_takes(
    organisation: Organisation, board: str
) -> None:
    for category in organisation.known_board(board).category_list.offered(Kind.VIEW):
        form = _accepted(organisation, kind="view", place=board, category=category.id)
        assert place(to_case_request(form, "sv"), organisation, TODAY).category == category.id


def test_same_form_posted_twice_has_the_same_key(organisation: Organisation) -> None:
    request = to_case_request(_accepted(organisation), "sv")
    assert idempotency_key(TOKEN, request) == idempotency_key(TOKEN, request)


def test_other_words_from_the_same_form_have_another_key(organisation: Organisation) -> None:
    first = to_case_request(_accepted(organisation), "sv")
    second = to_case_request(_accepted(organisation, text="Något annat."), "sv")
    assert idempotency_key(TOKEN, first) != idempotency_key(TOKEN, second)


def test_same_words_from_another_form_have_another_key(organisation: Organisation) -> None:
    request = to_case_request(_accepted(organisation), "sv")
    assert idempotency_key(TOKEN, request) != idempotency_key(TOKEN[::-1], request)
