"""The documents of a case under its number, those that are missing, and putting right a line."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.document_list import (
    lacking_papers,
    listed_papers,
    missing_papers,
    printed_number,
)
from services.workflow.opening import Opening, open_case, open_unnumbered, take_over
from services.workflow.stepping import Step, StepRefused
from shared.events.envelope import Actor
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Role, Status, Wish
from shared.organisation import Organisation, load_organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from tests.support.submissions import MOMENT, submission
from tests.unit.organisation_folder import Folder

REGISTRAR = Step(Actor(role=Role.REGISTRAR, id="registrar-sn"), MOMENT + timedelta(days=1))

Take = Callable[..., Case]


@pytest.fixture
def take(organisation: Organisation) -> Take:
    def taken(case: Case, name: str, /, **told: Any) -> Case:
        return BY_NAME[name].model_validate(told).take(case, REGISTRAR, organisation).case

    return taken


def opened(organisation: Organisation, **given: Any) -> Case:
    return open_case(Opening(submission(**given)), 2026, 47, organisation, MOMENT).case


def missing(case: Case) -> list[str]:
    return [str(each) for each in missing_papers(case)]


class TestNumbers:
    def test_the_boards_own_way_where_its_format_has_one(self, tmp_path: Path) -> None:
        folder = Folder(tmp_path)
        folder.replace(
            "boards/sn.toml",
            'diary_format = "{code} {year}-{serial:05d}"',
            'diary_format = "{code} {year}-{serial:05d}-{document}"',
        )
        organisation = load_organisation(folder.path)
        case = opened(organisation)
        assert case.facts.diary_number == "SN 2026-00047"
        (paper,) = listed_papers(case, organisation.known_board("sn"))
        assert paper.printed == "SN 2026-00047-1"

    def test_a_slash_and_the_number_elsewhere(self, organisation: Organisation) -> None:
        board = organisation.known_board("sn")
        assert printed_number(opened(organisation), board, 2) == "SN 2026-00047/2"
        earlier = take_over(
            submission(imported=True, diary_number="2021:17"), organisation, MOMENT
        ).case
        assert printed_number(earlier, board, 1) == "2021:17/1"

    def test_the_number_alone_before_the_case_has_one(self, organisation: Organisation) -> None:
        case = open_unnumbered(Opening(submission()), organisation, MOMENT).case
        assert printed_number(case, organisation.known_board("sn"), 1) == "1"
        assert "Ärendet har inget diarienummer ännu." in missing(case)


def test_every_step_that_makes_a_paper_lists_it(organisation: Organisation, take: Take) -> None:
    case = take(opened(organisation, kind=Kind.COMPLAINT), "assign")
    case = take(case, "assess", severity=2, probability=2)
    case = take(case, "add-paper", title="Yttrande från enheten", direction="drawn_up")
    case = take(case, "write", text="Vi återkommer i morgon.")
    case = take(
        case, "answer", text="Så här blev det.", measures="Rutinen ändras.", where_next="Till oss."
    )

    papers = listed_papers(case, organisation.known_board("sn"))

    assert [(each.printed, each.kind, each.direction, each.by) for each in papers] == [
        ("SN 2026-00047/1", "report", "in", "public"),
        ("SN 2026-00047/2", "other", "drawn_up", "registrar"),
        ("SN 2026-00047/3", "message_out", "out", "registrar"),
        ("SN 2026-00047/4", "answer", "out", "registrar"),
    ]
    assert papers[1].title == "Yttrande från enheten"
    assert "kund@post.example" not in "".join(each.model_dump_json() for each in papers)


class TestMissing:
    def test_acknowledgement_and_answer(self, organisation: Organisation, take: Take) -> None:
        case = opened(organisation)
        assert missing(case) == [
            "Det syns inte att den som har lämnat ärendet har fått en bekräftelse.",
            "Svaret till den som har lämnat ärendet saknas.",
        ]
        case = take(take(case, "assign"), "assess", severity=2, probability=2)
        case = take(case, "acknowledge")
        case = take(
            case, "answer", text="Så här blev det.", measures="Rutinen.", where_next="Till oss."
        )
        assert missing(case) == []

    def test_no_answer_is_missing_where_none_is_wanted(self, organisation: Organisation) -> None:
        case = opened(organisation, feedback_wish=Wish.NO, acknowledgement=Acknowledgement.RECEIPT)
        assert missing(case) == []

    def test_an_investigation_that_the_risk_wants_or_that_is_not_ended(
        self, organisation: Organisation, take: Take
    ) -> None:
        case = take(take(opened(organisation), "assign"), "assess", severity=4, probability=4)
        assert "Risken kräver en utredning, och det finns ingen." in missing(case)
        case = take(case, "investigate")
        assert "Utredningen är påbörjad och inte avslutad." in missing(case)
        assert "Risken kräver en utredning, och det finns ingen." not in missing(case)

    def test_a_referral_that_nobody_has_answered(
        self, organisation: Organisation, take: Take
    ) -> None:
        case = take(
            take(opened(organisation), "assign"),
            "refer",
            to="region",
            recipient="Region Exempel",
            reason="Gäller sjukhuset.",
        )
        assert "Den som ärendet är erbjudet till har inte svarat." in missing(case)

    def test_lex_sarah_from_the_decision_to_ivos(
        self, organisation: Organisation, take: Take
    ) -> None:
        case = opened(organisation, kind=Kind.LEX_SARAH, unit="forsorjningsstod")
        assert missing(case) == ["Beslutet enligt lex Sarah saknas."]

    def test_what_was_done_in_an_earlier_system_and_is_not_here(
        self, organisation: Organisation
    ) -> None:
        case = take_over(
            submission(
                imported=True,
                diary_number="x 1",
                status=Status.CLOSED,
                feedback="given",
                acknowledgement=Acknowledgement.SENT,
                investigated=True,
            ),
            organisation,
            MOMENT,
        ).case
        assert missing(case) == [
            "Svaret är lämnat, men handlingen finns inte i ärendet.",
            "Ärendet är utrett, men utredningen finns inte i ärendet.",
        ]

    def test_all_of_it_is_said_in_english_too(self, organisation: Organisation) -> None:
        for each in missing_papers(opened(organisation)):
            assert say(each, Language.ENGLISH) != str(each)


class TestPuttingRight:
    def test_what_stood_is_kept(self, organisation: Organisation, take: Take) -> None:
        case = take(opened(organisation), "add-paper", title="Yttrade", direction="in")
        case = take(
            case,
            "correct-paper",
            number=2,
            title="Yttrande",
            on="2026-03-02",
            reason="Felskrivet",
        )
        paper = case.papers[1]
        assert (paper.title, paper.on, paper.direction) == ("Yttrande", date(2026, 3, 2), "in")
        assert [(each.field, each.stood, each.reason) for each in paper.corrections] == [
            ("title", "Yttrade", "Felskrivet"),
            ("on", "2026-03-03", "Felskrivet"),
        ]
        assert paper.corrections[0].by == REGISTRAR.actor
        assert case.papers[0].corrections == ()
        assert case.history[-1].step == "case.corrected"

    @pytest.mark.parametrize(
        ("told", "reason"),
        [
            ({"number": 9, "title": "x"}, "Ärendet har ingen handling 9."),
            ({"number": 1}, "Välj något att rätta."),
            ({"number": 1, "direction": "in"}, "Välj något att rätta."),
            ({"number": 1, "on": "2027-01-01"}, "Dagen har inte varit än."),
        ],
    )
    def test_why_it_cannot_be(
        self, organisation: Organisation, take: Take, told: dict[str, Any], reason: str
    ) -> None:
        with pytest.raises(StepRefused) as refused:
            take(opened(organisation), "correct-paper", reason="Felskrivet", **told)
        assert [str(each) for each in refused.value.reasons] == [reason]


class TestLacking:
    """What the registrar is told of: not what is still being worked on."""

    def test_a_new_case_lacks_nothing_yet(self, organisation: Organisation) -> None:
        case = opened(organisation)
        assert missing(case)
        assert lacking_papers(case) == 0

    def test_a_closed_one_lacks_all_that_is_missing(self, organisation: Organisation) -> None:
        case = opened(organisation)
        closed = case.model_copy(
            update={"facts": case.facts.model_copy(update={"status": Status.CLOSED})}
        )
        assert lacking_papers(closed) == len(missing(closed)) == 2

    def test_an_answer_that_was_given_must_be_there(self, organisation: Organisation) -> None:
        case = opened(organisation)
        given = case.model_copy(
            update={"facts": case.facts.model_copy(update={"feedback": Feedback.GIVEN})}
        )
        assert lacking_papers(given) == 1

    def test_each_step_counts_anew(self, organisation: Organisation, take: Take) -> None:
        case = opened(organisation)
        closed = case.model_copy(
            update={"facts": case.facts.model_copy(update={"status": Status.CLOSED})}
        )
        noted = take(closed, "add-paper", direction="in", title="Blankett")
        assert noted.facts.documents_missing == 2

    def test_an_imported_case_lacks_nothing(self, organisation: Organisation) -> None:
        case = opened(organisation)
        old = {"status": Status.CLOSED, "imported": True}
        assert (
            lacking_papers(case.model_copy(update={"facts": case.facts.model_copy(update=old)}))
            == 0
        )
