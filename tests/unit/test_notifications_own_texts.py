"""Texts that a municipality puts in the place of the standard ones."""

from pathlib import Path

import pytest

from services.notifications.texts.checking import load_texts, problems_of
from services.notifications.texts.made_page import page_of
from services.notifications.texts.samples import fields_of
from services.notifications.texts.texts import Text, TextName, Texts
from shared.organisation import Organisation, OrganisationError
from shared.pages.languages import Language
from tests.conftest import REPOSITORY

EXAMPLE = REPOSITORY / "deploy" / "organisation"
OURS = "Ditt ärende är avslutat"


def closed(texts: Texts, board: str | None, language: Language = Language.SWEDISH) -> Text:
    return texts.write(TextName.CLOSED, language, fields_of(TextName.CLOSED), board)


def written(folder: Path, **files: str) -> Texts:
    """With these files in `texts/`; `__` stands for the slash."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Texts(own=folder, boards=("sn", "von"))


def test_the_example_has_a_text_of_one_board(organisation: Organisation) -> None:
    texts = load_texts(EXAMPLE, organisation)

    own, others = closed(texts, "von"), closed(texts, "sn")

    assert own.subject.startswith("Vi har avslutat ditt ärende")
    assert own.version.startswith("von:closed.sv@")
    assert others.subject.startswith(OURS)
    assert others.version.startswith("standard:closed.sv@")
    assert closed(texts, "von", Language.ENGLISH).version.startswith("standard:closed.en@")


def test_a_boards_text_stands_before_that_of_all_and_that_before_ours(tmp_path: Path) -> None:
    texts = written(
        tmp_path, closed_DOT_sv_DOT_txt="Alla\n\nText\n", sn__closed_DOT_sv_DOT_txt="SN\n\nText\n"
    )

    assert problems_of(texts) == []
    assert [closed(texts, board).subject for board in ("sn", "von", None)] == ["SN", "Alla", "Alla"]
    assert closed(texts, "von").version.startswith("all:closed.sv@")


def test_a_page_of_ones_own_is_used_beside_the_text(tmp_path: Path) -> None:
    page = "{% extends 'layout.html' %}{% block content %}<p>{{ board }}!</p>{% endblock %}"
    texts = written(tmp_path, closed_DOT_sv_DOT_txt="Alla\n\nText\n", closed_DOT_sv_DOT_html=page)

    assert problems_of(texts) == []
    assert "<p>Socialnämnden!</p>" in closed(texts, "sn").html
    assert '<html lang="sv">' in closed(texts, "sn").html


@pytest.mark.parametrize(
    ("file", "content", "fault", "remedy"),
    [
        ("vom__closed_DOT_sv_DOT_txt", "a\n\nb", 'there is no board "vom"', 'mean "von"'),
        ("close_DOT_sv_DOT_txt", "a\n\nb", 'no text "close.sv"', 'mean "closed.sv"'),
        ("closed_DOT_fi_DOT_txt", "a\n\nb", 'no text "closed.fi"', "closed."),
        ("reminder_DOT_en_DOT_txt", "a\n\nb", 'no text "reminder.en"', 'mean "reminder.sv"'),
        ("sn__alarm_DOT_sv_DOT_txt", "a\n\nb", "of no board", "Move it up"),
        ("closed_DOT_sv_DOT_html", "a", "a page without its text", "Add closed.sv.txt"),
        ("closed_DOT_sv_DOT_docx", "a", "this is not read", "End the name with .txt or .html"),
        ("sn__more__closed_DOT_sv_DOT_txt", "a\n\nb", "this folder is not read", "Move"),
        ("closed_DOT_sv_DOT_txt", "a\n\n{{ nummer }}", '"nummer" is not a field', 'mean "number"'),
        ("closed_DOT_sv_DOT_txt", "{% if x %}\n\nb", "Unexpected end of template", "Correct"),
        ("sn__closed_DOT_sv_DOT_txt", "\n\nb", "which is the subject, is empty", "line 1"),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(
    tmp_path: Path, file: str, content: str, fault: str, remedy: str
) -> None:
    problems = problems_of(written(tmp_path, **{file: content}))

    assert len(problems) == 1, problems
    assert fault in problems[0].fault
    assert remedy in problems[0].remedy
    assert str(tmp_path) in str(problems[0].place)


def test_a_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed.sv.txt").write_bytes("Ärende\n\nå\n".encode("latin-1"))

    (problem,) = problems_of(Texts(own=tmp_path))

    assert "cannot be read" in problem.fault
    assert "UTF-8" in problem.remedy


def test_notes_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    texts = written(tmp_path, README_DOT_md="x", _DOT_hidden="x", sn__README_DOT_md="x")

    assert problems_of(texts) == []


def test_all_is_right_or_nothing_starts(tmp_path: Path, organisation: Organisation) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "closed.sv.txt").write_text("{{ a }}\n\n{{ b }}\n", encoding="utf-8")

    with pytest.raises(OrganisationError) as refused:
        load_texts(tmp_path, organisation)

    assert [problem.place.line for problem in refused.value.problems] == [1, 3]


def test_a_page_made_of_a_text_has_headings_paragraphs_lists_and_links() -> None:
    page = page_of(
        "Ämne <1>",
        "Hej & hå!\n\nVAD NU?\nDet här är en lång rad som har brutits bara för att den blev full\n"
        "och går vidare här.\n\n- ett <b>\n- två\n  som går vidare\n\n"
        "Läs https://a.example/x?y=1&z=2.\n\nHälsningar\nNämnden\nsvar@a.example\n",
    )

    assert "<h1" in page
    assert "Ämne &lt;1&gt;</h1>" in page
    assert "<p>Hej &amp; hå!</p>" in page
    assert ">VAD NU?</h2>" in page
    assert "blev full och går vidare här.</p>" in page
    assert "<ul><li>ett &lt;b&gt;</li><li>två som går vidare</li></ul>" in page
    link = "https://a.example/x?y=1&amp;z=2"
    assert f'Läs <a href="{link}">{link}</a>.</p>' in page
    assert (
        '<p>Hälsningar<br>\nNämnden<br>\n<a href="mailto:svar@a.example">svar@a.example</a></p>'
        in page
    )


def test_what_a_made_page_is_given_is_shown_as_it_is() -> None:
    page = page_of("a", 'Se http://a.example/"onmouseover="x och <script>alert(1)</script>\n')

    assert "<script>" not in page
    assert 'href="http://a.example/"' in page
    assert 'onmouseover="' not in page
