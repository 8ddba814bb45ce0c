"""The words of the mails, and templates that cannot be used."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from services.notifications.deadlines.occasions import Stage
from services.notifications.texts.checking import problems_of
from services.notifications.texts.letters import (
    Links,
    acknowledgement_of,
    reminder_of,
    values_of,
)
from services.notifications.texts.samples import every_example, examples_of, fields_of
from services.notifications.texts.texts import FOLDER, Text, TextName, Texts, TextUnusable
from shared.deadlines.computing import deadlines_of
from shared.events.vocabulary import Kind, Wish
from shared.organisation import Organisation
from shared.organisation.problems import Place
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
    assert problems_of(Texts()) == []


def test_there_is_an_example_for_every_template() -> None:
    told = {f"{each.name}.{each.language}" for each in every_example()}
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
    values = {**examples_of(TextName.ACKNOWLEDGEMENT)[0].values, "unit": "<b>Enhet & co</b>"}

    text = Texts().write(TextName.ACKNOWLEDGEMENT, Language.SWEDISH, values)

    assert "&lt;b&gt;Enhet &amp; co&lt;/b&gt;" in text.html
    assert "<b>Enhet & co</b>" in text.plain


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "templates"))


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ("Hej {{ nobody }}\n\nText\n", 1, '"nobody" is not a field of the text reminder.'),
        ("Hej\n\n{% if late %}\n{{ unitt }}\n{% endif %}\nText\n", 4, 'Did you mean "unit"?'),
        ("Hej\n\n{% if false %}\n{{ never }}\n{% endif %}\nText\n", 4, '"never" is not a field'),
        ("Hej\n\n{{ rule.missing }}\n\nText\n", 3, "has no attribute 'missing'"),
        ("Hej\n\n{% if %}\n", 3, "Expected an expression"),
        ("Hej\n\n{{ ''.__class__.__mro__ }}\n\nText\n", 3, "unsafe"),
        ("Hej\n\nText\n{{ 1 / 0 }}\n", 4, "this fails (ZeroDivisionError)"),
        ("\n\nText\n", 1, "the first line, which is the subject, is empty"),
        ("{{ '' }}\n\nText\n", 1, "the first line, which is the subject, is empty"),
        ("Hej\n\n\n", 1, "there is nothing after the subject"),
        ("Hej\n\n{% include 'x.txt' %}\n", 3, 'there is no "x.txt"'),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_file_line_and_remedy(
    folder: Path, content: str, line: int, problem: str
) -> None:
    file = folder / "reminder.sv.txt"
    file.write_text(content, encoding="utf-8")

    problems = problems_of(Texts(folder))

    assert {each.place for each in problems} == {Place(file, line)}, problems
    assert problem in str(problems[0])
    assert problems[0].remedy


def test_every_fault_of_every_text_is_told_at_once(folder: Path) -> None:
    (folder / "reminder.sv.txt").write_text("Hej {{ a }}\n\n{{ b }}\n", encoding="utf-8")
    (folder / "task.sv.html").write_text("{{ c }}\n", encoding="utf-8")

    told = [(each.place.file.name, each.place.line) for each in problems_of(Texts(folder))]

    assert told == [("reminder.sv.txt", 1), ("reminder.sv.txt", 3), ("task.sv.html", 1)]


@pytest.mark.parametrize("content", ["{{ unit.index('x') }}", "{{ {}[unit] }}", "{{ [][unit] }}"])
def test_what_fails_says_nothing_of_the_values(folder: Path, content: str) -> None:
    (folder / "reminder.sv.txt").write_text(f"Hej\n\n{content}\n", "utf-8")

    with pytest.raises(TextUnusable) as failed:
        Texts(folder).write(
            TextName.REMINDER, Language.SWEDISH, {**fields_of(TextName.REMINDER), "unit": "Hemligt"}
        )

    assert "Hemligt" not in str(failed.value)
    assert failed.value.broken.text == "standard:reminder.sv"


def test_without_a_page_of_its_own_a_page_is_made_of_the_text(folder: Path) -> None:
    (folder / "acknowledgement.en.html").unlink()

    text = Texts(folder).write(
        TextName.ACKNOWLEDGEMENT, Language.ENGLISH, fields_of(TextName.ACKNOWLEDGEMENT)
    )

    assert 'lang="en"' in text.html
    assert "<h2" in text.html
    assert 'href="https://synpunkter.exempelkommun.example/folj"' in text.html


def test_another_text_is_another_version_and_the_others_stay(folder: Path) -> None:
    def version(texts: Texts, name: TextName) -> str:
        return texts.write(name, Language.SWEDISH, fields_of(name)).version

    before = [version(Texts(folder), each) for each in (TextName.REMINDER, TextName.TASK)]
    (folder / "reminder.sv.txt").write_text("Hej\n\nText\n", encoding="utf-8")
    after = [version(Texts(folder), each) for each in (TextName.REMINDER, TextName.TASK)]

    assert before == [version(Texts(), each) for each in (TextName.REMINDER, TextName.TASK)]
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_a_subject_is_one_line() -> None:
    text = Texts().write(
        TextName.REMINDER,
        Language.SWEDISH,
        {**examples_of(TextName.REMINDER)[0].values, "number": "SN\r\nBcc: x@post.example"},
    )

    assert "\n" not in text.subject
