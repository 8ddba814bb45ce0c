"""Finding boards, units, categories and those who answer for them."""

from datetime import date
from pathlib import Path

import pytest

from shared.events.vocabulary import Kind
from shared.organisation import (
    Organisation,
    Recipient,
    RecipientRole,
    RoleAccount,
    UnknownBoard,
    load_organisation,
)

EXAMPLE = Path(__file__).parents[2] / "deploy" / "organisation"


@pytest.fixture(scope="module")
def example() -> Organisation:
    return load_organisation(EXAMPLE)


@pytest.mark.parametrize(
    "text",
    [
        "von",
        "VON",
        " Von ",
        "Vård- och omsorgsnämnden",
        "vard och omsorgsnamnden",
        "VÅRD- OCH OMSORGSNÄMNDEN",
        "va\u030ard- och omsorgsna\u0308mnden",  # letters with combining marks, as macOS writes
        "Health and Social Care Board",
        "Äldreomsorgen",
    ],
)
def test_a_board_is_found_however_it_is_spelt(example: Organisation, text: str) -> None:
    board = example.board(text)
    assert board is not None
    assert board.id == "von"


@pytest.mark.parametrize("text", ["", "  ", "xyz", "vo", "socialnamnden von"])
def test_no_board_is_guessed(example: Organisation, text: str) -> None:
    assert example.board(text) is None


def test_a_case_of_a_board_that_is_gone_is_a_permanent_error(example: Organisation) -> None:
    with pytest.raises(UnknownBoard, match=r"add boards/bin\.toml") as caught:
        example.known_board("bin")
    assert caught.value.slug == "board_unknown"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hemvard-norr", "hemvard-norr"),
        ("Hemvård norr", "hemvard-norr"),
        ("HEMVARD NORR", "hemvard-norr"),
        ("hemtjänsten norr", "hemvard-norr"),
        ("Home care north", "hemvard-norr"),
        ("Solgården", "sarskilt-boende-solgarden"),
        ("Jobb & kunskapstorget", None),
        ("Jobb- och kunskapstorget", "jobb-och-kunskapstorget"),
        ("Sommarjobb", "feriejobb"),
        ("", None),
        ("hemv", None),
    ],
)
def test_a_unit_is_found_however_it_is_spelt(
    example: Organisation, text: str, unit: str | None
) -> None:
    found = example.unit(text)
    assert (found.id if found else None) == unit


def test_a_unit_is_looked_for_within_the_board_that_is_given(example: Organisation) -> None:
    assert example.unit("Solgården", "sn") is None
    assert example.unit("hemvard-norr", "sn") is None
    assert example.unit("Solgården", "Vård- och omsorgsnämnden") is not None
    assert example.unit("Solgården", "no such board") is None


def test_a_name_that_two_boards_use_is_not_guessed(example: Organisation) -> None:
    first, second = example.unit("hemvard-norr"), example.unit("familjeratt")
    assert first is not None
    assert second is not None
    twins = example.model_copy(
        update={
            "units": (
                first.model_copy(update={"other_names": ("Växeln",)}),
                second.model_copy(update={"other_names": ("växeln",), "parent": None}),
            )
        }
    )
    fresh = Organisation(**dict(twins))

    assert fresh.unit("Växeln") is None
    found = fresh.unit("vaxeln", "sn")
    assert found is not None
    assert found.id == "familjeratt"


def test_below_a_unit_is_its_whole_tree_and_not_itself(example: Organisation) -> None:
    below = [unit.id for unit in example.units_below("hemvard")]
    assert below == ["hemvard-norr", "hemvard-soder", "hemvard-natt"]
    assert len(example.units_below("vard-omsorg")) == len(example.units_of("von")) - 1
    assert example.units_below("hemvard-norr") == ()
    assert example.units_below("no-such-unit") == ()


def test_above_a_unit_the_nearest_comes_first(example: Organisation) -> None:
    assert [unit.id for unit in example.units_above("hemvard-norr")] == ["hemvard", "vard-omsorg"]
    assert example.units_above("no-such-unit") == ()


def test_a_boards_units_are_read_as_a_tree(example: Organisation) -> None:
    units = [unit.id for unit in example.units_of("an")]
    assert units[:4] == ["arbetsmarknad", "ungdom", "feriejobb", "aktivitetsansvar"]
    assert {unit.board for unit in example.units_of("an")} == {"an"}
    total = sum(len(example.units_of(board.id)) for board in example.boards)
    assert total == len(example.units)


def test_the_public_form_offers_open_public_units(example: Organisation) -> None:
    def offered(board: str, on: date) -> set[str]:
        return {unit.id for unit in example.public_units(board, on)}

    assert "bemanning" not in offered("von", date(2026, 11, 22))
    assert "hemvard-norr" in offered("von", date(2026, 11, 22))
    assert "arbetsmarknadssatsningen" in offered("an", date(2026, 6, 30))
    assert "arbetsmarknadssatsningen" not in offered("an", date(2026, 7, 1))
    assert example.unit("Arbetsmarknadssatsningen") is not None


def _id(account: RoleAccount | None) -> str | None:
    return account.account if account else None


def test_who_leads_a_unit_is_looked_for_upwards(example: Organisation) -> None:
    assert _id(example.manager_for("hemvard-norr")) == "manager-hemvard-norr"
    assert _id(example.coordinator_for("hemvard-norr")) == "coordinator-hemvard"
    assert _id(example.head_of_operations_for("hemvard-norr")) == "head-hemvard"
    assert _id(example.coordinator_for("stodboende")) == "coordinator-sn"
    assert _id(example.head_of_operations_for("bemanning")) == "head-von"
    assert example.manager_for("no-such-unit") is None
    assert example.coordinator_for("no-such-unit") is None
    assert example.head_of_operations_for("no-such-unit") is None


def test_a_unit_without_manager_is_answered_for_by_the_one_above(example: Organisation) -> None:
    units = tuple(
        unit.model_copy(update={"manager": None}) if unit.id == "hemvard-norr" else unit
        for unit in example.units
    )
    changed = Organisation(**{**dict(example), "units": units})
    assert _id(changed.responsible_for("von", "hemvard-norr")) == "manager-hemvard"


def test_the_nearest_manager_answers_for_a_case_and_the_registrar_where_none_is_known(
    example: Organisation,
) -> None:
    assert _id(example.responsible_for("von", "hemvard-norr")) == "manager-hemvard-norr"
    assert _id(example.responsible_for("von")) == "registrar-von"
    assert _id(example.responsible_for("von", "no-such-unit")) == "registrar-von"
    with pytest.raises(UnknownBoard):
        example.responsible_for("bin", "hemvard-norr")


def test_a_deadline_tells_each_account_once_in_the_rules_order(example: Organisation) -> None:
    board = example.known_board("von")
    rule = board.deadline("coordinator-reminder")
    assert rule is not None

    told = example.recipients_for(rule, "von", "hemvard-norr")
    assert [(role, account.account) for role, account in told] == [
        (RecipientRole.COORDINATOR, "coordinator-hemvard"),
        (RecipientRole.MANAGER, "manager-hemvard-norr"),
        (RecipientRole.HEAD_OF_OPERATIONS, "head-hemvard"),
    ]

    units = tuple(
        unit.model_copy(update={"coordinator": unit.head_of_operations})
        if unit.id == "hemvard"
        else unit
        for unit in example.units
    )
    one_post = Organisation(**{**dict(example), "units": units})
    assert [
        (role, account.account) for role, account in one_post.recipients_for(rule, "von", "hemvard")
    ] == [(RecipientRole.COORDINATOR, "head-hemvard"), (RecipientRole.MANAGER, "manager-hemvard")]


def test_a_deadline_that_would_tell_nobody_tells_the_registrar(example: Organisation) -> None:
    board = example.known_board("von")
    rule = board.deadline("answer")
    assert rule is not None
    only_manager = rule.model_copy(update={"recipients": (RecipientRole.MANAGER,)})

    assert example.recipients_for(only_manager, "von", unit_id=None) == (
        Recipient(RecipientRole.REGISTRAR, board.recipients.registrar),
    )


@pytest.mark.parametrize(
    ("address", "board"),
    [
        ("synpunkter.von@exempelkommun.example", "von"),
        ("Synpunkter.VON@Exempelkommun.example ", "von"),
        ("svar.an@exempelkommun.example", "an"),
        ("nobody@exempelkommun.example", None),
    ],
)
def test_the_address_tells_whose_mail_it_is(
    example: Organisation, address: str, board: str | None
) -> None:
    found = example.board_for_address(address)
    assert (found.id if found else None) == board


def test_a_category_is_found_however_it_is_spelt(example: Organisation) -> None:
    categories = example.known_board("sn").category_list
    for text in (
        "conduct-communication",
        "bemötande / kommunikation",
        "Bemotande",
        "CONDUCT AND COMMUNICATION",
    ):
        found = categories.find(text)
        assert found is not None
        assert found.id == "conduct-communication"
    assert categories.find("no such category") is None


def test_categories_for_deviations_are_not_offered_to_complainants(example: Organisation) -> None:
    categories = example.known_board("sn").category_list
    offered = {category.id for category in categories.offered(Kind.COMPLAINT)}
    assert "routine-not-followed" not in offered
    assert "routine-not-followed" in {c.id for c in categories.offered(Kind.DEVIATION)}


def test_names_are_swedish_unless_english_is_asked_for(example: Organisation) -> None:
    name = example.known_board("sn").name
    assert name.in_language("sv") == "Socialnämnden"
    assert name.in_language("en-GB") == "Social Services Board"
    assert name.in_language("fi") == "Socialnämnden"
