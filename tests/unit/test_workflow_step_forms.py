"""The steps' forms: every command has one, every field has help, and what is typed is read."""

from datetime import date
from typing import Any

import pytest

from services.workflow.case import Case
from services.workflow.commands import COMMANDS
from services.workflow.opening import Opening, open_case
from services.workflow.pages.forms.accounts import offered_accounts
from services.workflow.pages.forms.definitions import BY_PATH, BY_STEP, FORMS
from services.workflow.pages.forms.field import Control, Sheet, StepForm
from services.workflow.pages.forms.reading import presets, read_command
from services.workflow.pages.next_for import next_for
from services.workflow.stepping import Step
from services.workflow.steps.acting import DecideAction
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign, DeclareConflict
from services.workflow.steps.command import Command
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.forms import FormState
from shared.pages.languages import Language
from tests.support.submissions import MOMENT, submission

TODAY = date(2026, 3, 2)
NOT_ASKED = {"decide-action": {"reason"}}
"""What the API takes and no form asks: the measure itself says why."""


MANAGER = Step(Actor(role=Role.MANAGER, id="manager-hemvard-norr"), MOMENT)


def opened(organisation: Organisation, **given: Any) -> Case:
    return open_case(Opening(submission(**given)), 2026, 47, organisation, MOMENT).case


def taken_by(case: Case, organisation: Organisation, *commands: Command) -> Case:
    for command in commands:
        case = command.take(case, MANAGER, organisation).case
    return case


def sheet_of(case: Case, organisation: Organisation) -> Sheet:
    return Sheet(case, organisation, offered_accounts(case, organisation, ()), TODAY)


def read(form: StepForm, sheet: Sheet, **typed: str) -> Any:
    return read_command(form, sheet, FormState.of(typed))


def test_every_step_has_a_form_with_an_address_of_its_own() -> None:
    assert [form.command for form in FORMS] == list(COMMANDS)
    assert len(BY_PATH) == len(BY_STEP) == len(COMMANDS)
    assert not {"utskrift", "filer"} & set(BY_PATH)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
def test_form_asks_what_the_command_takes(form: StepForm) -> None:
    asked = [field.name for field in form.fields]
    assert len(asked) == len(set(asked))
    assert set(asked) | NOT_ASKED.get(form.name, set()) == set(form.command.model_fields)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
@pytest.mark.parametrize("language", [Language.SWEDISH, Language.ENGLISH])
def test_every_field_has_one_sentence_of_help(form: StepForm, language: Language) -> None:
    for field in form.fields:
        hint = say(field.hint, language)
        assert hint.endswith("."), hint
        assert len(hint) < 120, hint


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
def test_blank_form_is_read_without_faults_but_for_what_is_missing(
    form: StepForm, organisation: Organisation
) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    state = presets(form, sheet)
    found = read_command(form, sheet, state)
    if isinstance(found, dict):
        missing = {field.name for field in form.fields if field.required}
        assert set(found) <= missing


def test_required_fields_of_the_form_are_those_of_the_command() -> None:
    """A form may ask for more: a cause where the investigation found some, for instance."""
    more = {("assign", "responsible"), ("decide-action", "cause"), ("link", "relation")}
    for form in FORMS:
        for field in form.fields:
            required = form.command.model_fields[field.name].is_required()
            assert field.required is required or (form.name, field.name) in more, field


@pytest.mark.parametrize(
    ("typed", "due"),
    [("2026-04-18", date(2026, 4, 18)), ("18 april 2026", date(2026, 4, 18)), ("", None)],
)
def test_day_is_read_as_people_write_it(
    typed: str, due: date | None, organisation: Organisation
) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    form = BY_STEP["decide-action"]
    command = read(form, sheet, text="Ringa.", kind="talk", level="unit", due=typed)
    assert isinstance(command, DecideAction)
    assert command.due == due


def test_day_that_is_none_is_told_at_its_field(organisation: Organisation) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    wrong = read(BY_STEP["pause"], sheet, until="nästa vecka", reason="Väntar på svar.")
    assert set(wrong) == {"until"}


def test_words_that_are_too_short_are_told_without_being_quoted(
    organisation: Organisation,
) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    wrong = read(BY_STEP["reopen"], sheet, reason="a")
    assert str(wrong["reason"]) == "Skäl: skriv minst 3 tecken."


def test_choice_that_is_not_offered_is_told(organisation: Organisation) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    assert set(read(BY_STEP["assess"], sheet, severity="9", probability="1")) == {"severity"}


def test_number_of_others_needs_its_owner(organisation: Organisation) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    wrong = read(BY_STEP["correct"], sheet, reason="Fel nummer.", external_numbers="12345")
    assert set(wrong) == {"external_numbers"}


def test_proposed_account_stands_first_and_those_in_conflict_nowhere(
    organisation: Organisation,
) -> None:
    case = opened(organisation, board="von", unit="hemvard-norr")
    offered = [each.account for each in offered_accounts(case, organisation, ())]
    assert offered[0] == "manager-hemvard-norr"
    assert len(offered) == len(set(offered))
    case = taken_by(
        case, organisation, DeclareConflict(account="manager-hemvard-norr", reason="Syskon.")
    )
    offered = [each.account for each in offered_accounts(case, organisation, ())]
    assert "manager-hemvard-norr" not in offered
    assert offered[0] == "head-hemvard"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), ["assign"]),
        ((Assign(responsible="manager-hemvard-norr"),), ["assess"]),
        (
            (Assign(responsible="manager-hemvard-norr"), Assess(severity=3, probability=3)),
            ["investigate", "answer"],
        ),
        (
            (
                Assign(responsible="manager-hemvard-norr"),
                Assess(severity=2, probability=2, misconduct_suspected=True),
            ),
            ["report-lex-sarah", "decline-lex-sarah"],
        ),
    ],
)
def test_what_is_next_follows_the_case(
    steps: tuple[Command, ...], expected: list[str], organisation: Organisation
) -> None:
    case = taken_by(opened(organisation, board="von", unit="hemvard-norr"), organisation, *steps)
    suggested = next_for(case, lambda _step: True, TODAY, "manager-hemvard-norr")
    assert [each.form.name for each in suggested] == expected


def test_nothing_is_suggested_that_one_may_not_do(organisation: Organisation) -> None:
    assert next_for(opened(organisation), lambda _step: False, TODAY, None) == ()


def test_choices_of_a_form_are_never_empty_where_they_must_be_made(
    organisation: Organisation,
) -> None:
    sheet = sheet_of(opened(organisation), organisation)
    dependent = {"complete-action", "judge-effect"}
    for form in FORMS:
        for field in form.asked(sheet):
            if field.required and field.control in (Control.SELECT, Control.RADIOS):
                offered = field.choices(sheet)
                assert offered.free or offered.groups or form.name in dependent, field.name
