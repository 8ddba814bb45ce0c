"""Whether the files fit together."""

from collections.abc import Iterator
from pathlib import Path

from shared.organisation.board_checks import board_problems
from shared.organisation.categories import CategoryList, spellings
from shared.organisation.documents import Found
from shared.organisation.draft import Draft
from shared.organisation.names import did_you_mean, folded
from shared.organisation.problems import Place, Problem
from shared.organisation.repetitions import Use, repetitions
from shared.organisation.roles import RoleAccount
from shared.organisation.unit_checks import unit_problems


def problems_of(draft: Draft, folder: Path) -> Iterator[Problem]:
    """Everything that is wrong between the files."""
    yield from _head(draft, folder)
    yield from board_problems(draft)
    yield from unit_problems(draft)
    yield from _category_lists(draft)
    yield from _questions(draft)
    yield from _accounts(draft)


def _head(draft: Draft, folder: Path) -> Iterator[Problem]:
    if draft.head is None:
        return
    board = draft.head.settings.default_board
    if board not in draft.board_ids:
        yield draft.head.problem(
            ("default_board",),
            f'default_board is "{board}", which does not exist.',
            did_you_mean(board, draft.board_ids),
        )
    logo = draft.head.settings.municipality.logo
    if logo is not None and not (folder / logo).is_file():
        yield draft.head.problem(
            ("municipality", "logo"),
            f'the logo "{logo}" is not in the folder.',
            "Put the file beside organisation.toml, or leave logo out.",
        )
    yield from repetitions(
        (
            Use(f"manual channel {n + 1}", each.id, each.id, draft.head.place("manual_channels", n))
            for n, each in enumerate(draft.head.settings.manual_channels)
        ),
        "the id",
        "Give each channel its own id.",
    )


def _category_lists(draft: Draft) -> Iterator[Problem]:
    yield from repetitions(
        (
            Use(
                f"the file {each.document.file.name}",
                each.settings.id,
                each.settings.id,
                each.place("id"),
            )
            for each in draft.category_lists
        ),
        "the id",
        "Give each list its own id.",
    )
    for each in draft.category_lists:
        yield from _categories(each)


def _categories(found: Found[CategoryList]) -> Iterator[Problem]:
    categories = found.settings.categories
    yield from repetitions(
        (
            Use(f"category {n + 1}", key, word, found.place("categories", n))
            for n, category in enumerate(categories)
            for key, word in spellings(category).items()
        ),
        "the id or name",
        "Tell them apart: a category that is no longer wanted gets retired_in, and keeps its id.",
    )
    known = {category.id for category in categories}
    for n, category in enumerate(categories):
        if category.replaced_by is not None and category.replaced_by not in known:
            yield found.problem(
                ("categories", n, "replaced_by"),
                f'category "{category.id}" is replaced by "{category.replaced_by}", which does '
                "not exist.",
                did_you_mean(category.replaced_by, known - {category.id}),
            )


def _questions(draft: Draft) -> Iterator[Problem]:
    survey = draft.survey
    if survey is None:
        return
    yield from repetitions(
        (
            Use(f"question {n + 1}", key, word, survey.place("questions", n))
            for n, question in enumerate(survey.settings.questions)
            for key, word in {
                folded(each): each for each in (question.id, question.text.sv, question.text.en)
            }.items()
        ),
        "the id or text",
        "Tell them apart: answers are counted by id.",
    )


def _accounts(draft: Draft) -> Iterator[Problem]:
    addresses: dict[str, tuple[str, Place]] = {}
    for account, place in _role_accounts(draft):
        address, earlier = addresses.setdefault(account.account, (account.address, place))
        if address.casefold() != account.address.casefold():
            yield Problem(
                place,
                f'account "{account.account}" has the address {account.address} here, and '
                f"{address} at {earlier}.",
                "Give both the same address, or one of them another account.",
            )


def _role_accounts(draft: Draft) -> Iterator[tuple[RoleAccount, Place]]:
    for board in draft.boards:
        for name, account in board.settings.recipients:
            if account is not None:
                yield account, board.place("recipients", name)
    for unit in draft.units:
        for role in ("manager", "coordinator", "head_of_operations"):
            account = getattr(unit.settings, role)
            if account is not None:
                yield account, unit.place(role)
    if draft.head is not None and draft.head.settings.operations is not None:
        for n, account in enumerate(draft.head.settings.operations.recipients):
            yield account, draft.head.place("operations", "recipients", n)
