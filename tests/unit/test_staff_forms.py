"""The staff's forms: every one can be filled in, and becomes the case that it should."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.intake.case_request import CaseRequest
from services.intake.placement import SPOKEN, place
from services.intake.staff.forms.definitions import FORMS
from services.intake.staff.forms.found_forms import DEVIATION, LEX_SARAH
from services.intake.staff.forms.places import Place, read_place, suggestions
from services.intake.staff.forms.question import Control, StaffForm
from services.intake.staff.forms.reading import Answers, Rejected, read_form
from services.intake.staff.forms.sent_forms import IVO_REFERRAL, LETTER, PROVIDER_REPORT
from services.intake.staff.forms.submission import idempotency_key, to_case_request, to_message
from services.intake.staff.forms.told_forms import CONTACT_CENTRE, PHONE_CALL, SOLVED
from services.intake.staff.lex_sarah_duty import duties
from shared.events.vocabulary import Channel, DiscoveredBy, Kind, Law, ReporterKind, Way, Wish
from shared.organisation import Organisation
from shared.pages.phrases import Phrase

TODAY = date(2026, 11, 23)
CALL = {
    "place": "Hemvård norr",
    "kind": "complaint",
    "text": "Ingen kom på söndagen.",
    "answer": "phone",
    "phone": "070-123 45 67",
    "name": "Anhörig",
    "acknowledged_orally": "1",
    "received_on": "2026-11-23",
}
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def case(
    form: StaffForm, typed: dict[str, str], organisation: Organisation, board: str | None = None
) -> CaseRequest:
    read = read_form(form, typed, organisation, TODAY, board)
    assert isinstance(read, Answers), read
    return to_case_request(form, read)


def errors(form: StaffForm, typed: dict[str, str], organisation: Organisation) -> dict[str, Phrase]:
    read = read_form(form, typed, organisation, TODAY)
    assert isinstance(read, Rejected)
    return dict(read.errors)


def least(form: StaffForm) -> dict[str, str]:
    """Just what must be answered."""
    typed = {}
    for question in form.questions:
        if question.required:
            by_control = {Control.RADIOS: question.choices[-1].value if question.choices else ""}
            typed[question.name] = by_control.get(question.control, "2026-11-20")
    return typed


@each_form
def test_what_must_be_answered_is_enough_for_a_case(
    form: StaffForm, organisation: Organisation
) -> None:
    request = case(form, least(form), organisation)
    assert request.channel is form.channel
    assert place(request, organisation, TODAY).board == organisation.default_board


@each_form
def test_empty_form_is_told_all_that_is_missing_in_the_order_of_the_page(
    form: StaffForm, organisation: Organisation
) -> None:
    required = [question.name for question in form.questions if question.required]
    assert list(errors(form, {}, organisation)) == required


@each_form
def test_every_question_has_help_of_one_sentence(form: StaffForm) -> None:
    for question in form.questions:
        assert question.hint.text.endswith((".", "!"))
        assert "\n" not in question.hint.text
    assert len({question.name for question in form.questions}) == len(form.questions)


@each_form
def test_oral_acknowledgement_is_offered_only_where_someone_is_spoken_to(form: StaffForm) -> None:
    if form.asks("acknowledged_orally") or form.told_orally:
        assert form.channel in SPOKEN


def test_call_becomes_a_case_with_everything_that_was_said(organisation: Organisation) -> None:
    request = case(PHONE_CALL, CALL, organisation)
    assert (request.board, request.unit) == ("von", "hemvard-norr")
    assert request.kind is Kind.COMPLAINT
    assert request.channel is Channel.PHONE
    assert request.acknowledged_orally
    assert request.feedback_wish.wanted is Wish.YES
    assert request.feedback_wish.how is Way.PHONE
    assert request.contact.phone == "070-123 45 67"
    assert request.received_on == TODAY


def test_anonymous_caller_leaves_nothing_of_who_it_is(organisation: Organisation) -> None:
    typed = {"kind": "view", "text": "Ett tips.", "answer": "anonymous", "received_on": "20261123"}
    request = case(PHONE_CALL, typed, organisation)
    assert request.anonymous
    assert not request.contact
    assert request.reporter_kind is ReporterKind.ANONYMOUS
    assert request.feedback_wish.wanted is Wish.NO
    named = errors(PHONE_CALL, {**typed, "name": "Anhörig"}, organisation)
    assert list(named) == ["answer"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "ring mig"}, "phone"),
        ({"answer": "email"}, "email"),
        ({"answer": "email", "email": "fel"}, "email"),
        ({"answer": "letter"}, "address"),
        ({"kind": "lex_sarah"}, "kind"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"name": "x" * 201}, "name"),
        ({"received_on": "2026-11-24"}, "received_on"),
        ({"received_on": "igår"}, "received_on"),
        ({"received_on": "1066-10-14"}, "received_on"),
        ({"occurred_on": "2027-01-01"}, "occurred_on"),
        ({"answer_by": "2026-11-22"}, "answer_by"),
        ({"answer_by": "2029-01-01"}, "answer_by"),
        ({"place": "Hemvård nor"}, "place"),
        ({"category": "sn/utbetalning-finns-inte"}, "category"),
    ],
)
def test_what_is_wrong_is_told_at_its_question(
    organisation: Organisation, change: dict[str, str], field: str
) -> None:
    assert list(errors(PHONE_CALL, CALL | change, organisation)) == [field]


def test_day_may_be_told_roughly(organisation: Organisation) -> None:
    roughly = case(PHONE_CALL, {**CALL, "occurred_on": "i våras"}, organisation)
    assert (roughly.occurred_on, roughly.occurred_about) == (None, "i våras")
    exactly = case(PHONE_CALL, {**CALL, "occurred_on": "3 november 2026"}, organisation)
    assert (exactly.occurred_on, exactly.occurred_about) == (date(2026, 11, 3), None)


def test_what_the_form_does_not_ask_is_not_read(organisation: Organisation) -> None:
    request = case(SOLVED, {**least(SOLVED), "kind": "praise", "name": "Anhörig"}, organisation)
    assert request.kind is Kind.COMPLAINT
    assert request.contact.name is None


def test_solved_on_the_spot_takes_three_fields(organisation: Organisation) -> None:
    assert [question.name for question in SOLVED.questions] == [
        "place",
        "text",
        "immediate_action",
    ]
    request = case(SOLVED, least(SOLVED), organisation)
    assert request.solved_on_the_spot
    assert request.acknowledged_orally


def test_letter_has_a_day_of_its_own_and_brings_its_scans(organisation: Organisation) -> None:
    read = read_form(LETTER, {**least(LETTER), "received_on": "2026-11-20"}, organisation, TODAY)
    assert isinstance(read, Answers)
    scan = uuid4()
    request = to_case_request(LETTER, read, [scan])
    assert request.received_on == date(2026, 11, 20)
    assert request.attachments == (scan,)


def test_day_it_came_in_is_today_unless_another_is_given(organisation: Organisation) -> None:
    request = case(PHONE_CALL, {**CALL, "received_on": ""}, organisation)
    assert place(request, organisation, TODAY).received_on == TODAY
    assert "received_on" in errors(LETTER, {**least(LETTER), "received_on": ""}, organisation)


def test_referral_from_ivo_needs_ivos_number(organisation: Organisation) -> None:
    typed = {**least(IVO_REFERRAL), "external_reference": "8.5-29206/2026"}
    assert case(IVO_REFERRAL, typed, organisation).external_reference == "8.5-29206/2026"
    missing = errors(IVO_REFERRAL, {**typed, "external_reference": " "}, organisation)
    assert list(missing) == ["external_reference"]


def test_providers_report_is_a_deviation_found_elsewhere(organisation: Organisation) -> None:
    request = case(PROVIDER_REPORT, least(PROVIDER_REPORT), organisation)
    assert request.kind is Kind.DEVIATION
    assert request.reporter_kind is ReporterKind.OTHER_PROVIDER
    assert request.discovered_by is DiscoveredBy.OTHER_AUTHORITY


def test_deviation_tells_what_happened_and_what_it_led_to(organisation: Organisation) -> None:
    typed = {
        "text": "Medicinen gavs två gånger.",
        "consequence": "Inget.",
        "immediate_action": "Sjuksköterskan kontaktades.",
        "discovered_by": "economy",
        "data_breach": "unknown",
        "child_concern": "no",
        "law": "HSL",
        "received_on": "2026-11-23",
    }
    request = case(DEVIATION, typed, organisation, "von")
    assert request.board == "von"
    assert request.law is Law.HSL
    assert request.data_breach is None
    assert request.child_concern is False
    assert request.discovered_by is DiscoveredBy.ECONOMY
    assert request.reporter_kind is ReporterKind.STAFF


def test_lex_sarah_duty_is_told_in_the_laws_own_words_and_never_as_days() -> None:
    said = [f"{duty.report.text} {duty.then.text}" for duty in duties(TODAY)]
    assert len(said) == 2
    sol, lss = said
    assert "27 kap. 2 §" in sol
    assert "utan dröjsmål" not in sol
    assert "24 b §" in lss
    assert "utan dröjsmål" in lss
    assert not any("dag" in text for text in said)
    assert LEX_SARAH.law_note
    before_the_new_law = duties(date(2025, 7, 1) - timedelta(days=1))
    assert [duty.law for duty in before_the_new_law] == [Law.LSS]


@pytest.mark.parametrize(
    ("text", "board", "unit"),
    [
        ("", "sn", None),
        ("Hemvård norr", "von", "hemvard-norr"),
        ("hemtjänsten NORR", "von", "hemvard-norr"),
        ("hemvard-norr", "von", "hemvard-norr"),
        ("Home care north", "von", "hemvard-norr"),
        ("Vård- och omsorgsnämnden", "von", None),
        ("VON", "von", None),
    ],
)
def test_place_is_known_by_name_and_by_the_code_of_a_paper_form(
    organisation: Organisation, text: str, board: str, unit: str | None
) -> None:
    found = read_place(text, organisation, None)
    assert isinstance(found, Place)
    assert found.board.id == board
    assert (found.unit.id if found.unit else None) == unit


def test_every_suggestion_is_read_back_to_one_place(organisation: Organisation) -> None:
    for language in ("sv", "en"):
        offered = suggestions(organisation, language, TODAY, "von")
        places = [read_place(each.text, organisation, None) for each in offered]
        assert all(isinstance(each, Place) for each in places)
        assert len(set(map(repr, places))) == len(offered)
    assert suggestions(organisation, "sv", TODAY, "von")[0].note == "Vård- och omsorgsnämnden"


def test_misspelt_place_is_asked_about(organisation: Organisation) -> None:
    asked = read_place("Hemvård nor", organisation, None)
    assert isinstance(asked, Phrase)
    assert dict(asked.values)["name"] == "Hemvård norr"


def test_same_words_from_one_form_have_one_key(organisation: Organisation) -> None:
    one = case(PHONE_CALL, CALL, organisation)
    other = case(PHONE_CALL, {**CALL, "text": "Något annat."}, organisation)
    assert idempotency_key("a", one) == idempotency_key("a", one)
    assert len({idempotency_key(*each) for each in [("a", one), ("b", one), ("a", other)]}) == 3


def test_message_to_a_known_case_says_who_told_it(organisation: Organisation) -> None:
    request = case(CONTACT_CENTRE, CALL, organisation)
    message = to_message(request)
    assert "Telefon: 070-123 45 67" in message.text
    assert message.text.endswith("Ingen kom på söndagen.")


@pytest.mark.parametrize("form", [PHONE_CALL, LETTER], ids=lambda form: form.id)
def test_protected_identity_comes_with_the_case_and_with_words_for_a_known_one(
    form: StaffForm, organisation: Organisation
) -> None:
    typed = {**least(form), "answer": "letter", "name": "Anhörig", "address": "Storgatan 1"}
    assert not case(form, typed, organisation).protected_identity
    protected = case(form, {**typed, "protected_identity": "1"}, organisation)
    assert protected.protected_identity
    assert "Skyddade personuppgifter: ja" in to_message(protected).text
