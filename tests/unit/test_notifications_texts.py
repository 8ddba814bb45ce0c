"""The words of the mails, and templates that cannot be used."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from services.notifications.deadlines import deadlines_of
from services.notifications.letters import (
    Links,
    acknowledgement_of,
    examples,
    reminder_of,
    values_of,
)
from services.notifications.occasions import Stage
from services.notifications.step_letters import step_examples
from services.notifications.texts import FOLDER, Text, TextName, Texts, TextUnusable
from shared.events.vocabulary import Kind, Wish
from shared.organisation import Organisation
from shared.pages.languages import Language
from tests.support.submissions import submission

LINKS = Links("https://synpunkter.exempelkommun.example", "https://arenden.exempelkommun.example")


def acknowledgement(
    organisation: Organisation, language: Language = Language.SWEDISH, **facts: Any
) -> Text:
    given = submission(**{"diary_number": "SN 2026-00047", **facts}).facts
    deadlines = deadlines_of(given, organisation.known_board(given.board))
    letter = acknowledgement_of(given, deadlines, organisation, LINKS, language)
    return Texts().write(TextName.ACKNOWLEDGEMENT, language, values_of(letter))


def test_every_template_can_tell_its_examples() -> None:
    assert Texts().problems([*examples(), *step_examples()]) == []


def test_there_is_an_example_for_every_template() -> None:
    told = {f"{each.name}.{each.language}" for each in (*examples(), *step_examples())}
    stems = {path.name.rsplit(".", 1)[0] for path in FOLDER.iterdir()} - {"layout"}

    assert stems == told


def test_the_acknowledgement_says_number_unit_and_day_in_swedish(
    organisation: Organisation,
) -> None:
    text = acknowledgement(organisation, unit="forsorjningsstod")

    for form in (text.plain, text.html):
        assert "SN 2026-00047" in form
        assert "Försörjningsstöd" in form
        assert "senast den 16 mars 2026" in form
        assert "Socialnämnden" in form
        assert "https://synpunkter.exempelkommun.example/folj" in form
    assert 'lang="sv"' in text.html


def test_the_acknowledgement_says_the_same_in_english(organisation: Organisation) -> None:
    text = acknowledgement(organisation, Language.ENGLISH, unit="forsorjningsstod")

    for form in (text.plain, text.html):
        assert "SN 2026-00047" in form
        assert "Social assistance" in form
        assert "16 March 2026" in form
    assert 'lang="en"' in text.html


def test_without_number_and_unit_it_says_who_finds_the_unit(organisation: Organisation) -> None:
    text = acknowledgement(organisation, diary_number=None, unit=None)

    assert text.subject.startswith("Vi har tagit emot ditt ärende [26-")
    assert "när det har registrerats" in text.plain
    assert "registrator" in text.plain


def test_a_unit_that_the_organisation_no_longer_has_is_as_none(organisation: Organisation) -> None:
    assert "registrator" in acknowledgement(organisation, unit="gone").plain


@pytest.mark.parametrize(
    ("facts", "promised", "declined"),
    [
        ({}, True, False),
        ({"feedback_wish": Wish.YES}, True, False),
        ({"feedback_wish": Wish.NO}, False, True),
        ({"kind": Kind.PRAISE}, False, False),
    ],
)
def test_an_answer_is_promised_only_where_there_is_one_to_come(
    organisation: Organisation, facts: dict[str, Any], promised: bool, declined: bool
) -> None:
    text = acknowledgement(organisation, **facts)

    assert ("senast den" in text.plain) is promised
    assert ("inte vill ha något svar" in text.plain) is declined


@pytest.mark.parametrize(
    ("rule", "stage", "subject", "says"),
    [
        ("answer", Stage.BEFORE, "Påminnelse: Svara", "närmar sig"),
        ("answer", Stage.DUE, "Försenat: Svara", "har passerat"),
        ("coordinator-reminder", Stage.DUE, "Påminnelse: Samordnarens", "fortfarande öppet"),
    ],
)
def test_a_reminder_says_what_by_when_and_where(
    organisation: Organisation, rule: str, stage: Stage, subject: str, says: str
) -> None:
    case = submission(diary_number="SN 2026-00047", unit="forsorjningsstod")
    deadlines = deadlines_of(case.facts, organisation.known_board("sn"))
    deadline = next(each for each in deadlines if each.rule == rule)
    letter = reminder_of(case.case_id, case.facts, deadline, stage, organisation, LINKS)

    text = Texts().write(TextName.REMINDER, Language.SWEDISH, values_of(letter))

    assert text.subject.startswith(subject)
    assert "SN 2026-00047" in text.subject
    for form in (text.plain, text.html):
        assert says in form
        assert f"https://arenden.exempelkommun.example/arenden/{case.case_id}" in form
        assert "Nämndens" in form
        assert case.facts.reference not in form


def test_what_looks_like_markup_is_shown_as_it_is(organisation: Organisation) -> None:
    values = {**examples()[0].values, "unit": "<b>Enhet & co</b>"}

    text = Texts().write(TextName.ACKNOWLEDGEMENT, Language.SWEDISH, values)

    assert "&lt;b&gt;Enhet &amp; co&lt;/b&gt;" in text.html
    assert "<b>Enhet & co</b>" in text.plain


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "templates"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Hej {{ nobody }}\n\nText\n", "reminder.sv.txt: UndefinedError: 'nobody' is undefined"),
        ("Hej {{ rule.missing }}\n\nText\n", "has no attribute 'missing'"),
        ("Hej\n\n{% if %}\n", "line 3: Expected an expression"),
        ("Hej {{ ''.__class__.__mro__ }}\n\nText\n", "SecurityError"),
        ("Hej {{ 1 / 0 }}\n\nText\n", "reminder.sv.txt: ZeroDivisionError"),
        ("\n\nText\n", "reminder.sv: subject, text or page is empty"),
        ("Hej\n\n\n", "reminder.sv: subject, text or page is empty"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_name(
    folder: Path, content: str, problem: str
) -> None:
    (folder / "reminder.sv.txt").write_text(content, encoding="utf-8")

    problems = Texts(folder).problems(examples())

    assert len(problems) == 1
    assert problem in problems[0]


def test_a_missing_template_is_told(folder: Path) -> None:
    (folder / "acknowledgement.en.html").unlink()

    with pytest.raises(TextUnusable, match=r"acknowledgement\.en\.html"):
        Texts(folder).write(TextName.ACKNOWLEDGEMENT, Language.ENGLISH, examples()[0].values)


def test_other_texts_are_another_version(folder: Path) -> None:
    same = Texts(folder).version
    (folder / "reminder.sv.txt").write_text("Hej\n\nText\n", encoding="utf-8")

    assert same == Texts().version
    assert Texts(folder).version != same


def test_a_subject_is_one_line() -> None:
    text = Texts().write(
        TextName.REMINDER,
        Language.SWEDISH,
        {**examples()[-1].values, "number": "SN\r\nBcc: x@post.example"},
    )

    assert "\n" not in text.subject
