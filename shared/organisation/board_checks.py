"""Whether each board's settings fit the rest, and the boards each other."""

from collections.abc import Iterator
from itertools import combinations

from shared.organisation.boards import BoardSettings, spellings
from shared.organisation.deadline_checks import deadline_problems
from shared.organisation.diary_collisions import shared_number
from shared.organisation.documents import Found
from shared.organisation.draft import Draft
from shared.organisation.names import did_you_mean
from shared.organisation.problems import Problem
from shared.organisation.repetitions import Use, repetitions
from shared.organisation.roles import NAMED_BY_CASE, RecipientRole
from shared.organisation.unit_checks import line_of_command

_ALWAYS_SOMEONE = (RecipientRole.MANAGER, *NAMED_BY_CASE)
_ON_UNITS = (RecipientRole.COORDINATOR, RecipientRole.HEAD_OF_OPERATIONS)

FoundBoard = Found[BoardSettings]


def board_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that is wrong with the boards."""
    yield from _repeated(draft)
    yield from _shared_numbers(draft)
    for board in draft.boards:
        yield from _categories(board, draft)
        yield from _class_code(board)
        yield from _public_diary(board)
        yield from _risk_rules(board)
        yield from _repeated_rules(board)
        yield from _goals(board, draft)
        for place, _ in enumerate(board.settings.deadlines):
            yield from _recipients(board, place, draft)
        yield from deadline_problems(board)


def _owner(board: FoundBoard) -> str:
    return f"board {board.document.file.name}"


def _repeated(draft: Draft) -> Iterator[Problem]:
    yield from repetitions(
        (
            Use(_owner(board), key, word, board.place())
            for board in draft.boards
            for key, word in spellings(board.settings).items()
        ),
        "the id, code or name",
        "Tell them apart: each must lead to one board.",
    )
    yield from repetitions(
        (
            Use(_owner(board), address.casefold(), address, board.place(*way))
            for board in draft.boards
            for way, address in (
                (("sender",), board.settings.sender),
                *((("inboxes", n), each) for n, each in enumerate(board.settings.inboxes)),
                *(
                    (("channel_inboxes", channel.value), each)
                    for channel, each in board.settings.channel_inboxes.each()
                ),
            )
        ),
        "the address",
        "Give each board its own: mail to an address is one board's.",
    )


def _shared_numbers(draft: Draft) -> Iterator[Problem]:
    for one, other in combinations(draft.boards, 2):
        number = shared_number(one.settings.numbering, other.settings.numbering)
        if number is not None:
            yield other.problem(
                ("diary_format",),
                f'boards "{one.settings.id}" and "{other.settings.id}" could both print the diary '
                f'number "{number}" ({one.place("diary_format")}).',
                "Add {code} to one of the formats, or other separators.",
            )


def _categories(board: FoundBoard, draft: Draft) -> Iterator[Problem]:
    wanted = board.settings.categories
    if wanted not in draft.list_ids:
        yield board.problem(
            ("categories",),
            f'board "{board.settings.id}" uses the category list "{wanted}", which does not exist.',
            did_you_mean(wanted, draft.list_ids),
        )
    known = {
        category.id
        for each in draft.category_lists
        if each.settings.id == wanted
        for category in each.settings.categories
    }
    for n, rule in enumerate(board.settings.deadlines):
        for m, category in enumerate(rule.categories):
            if known and category not in known:
                yield board.problem(
                    ("deadlines", n, "categories", m),
                    f'deadline "{rule.id}" is for category "{category}", which is not in the list '
                    f'"{wanted}".',
                    did_you_mean(category, known),
                )


def _class_code(board: FoundBoard) -> Iterator[Problem]:
    settings = board.settings
    if settings.diary_format.has("class") and settings.class_code is None:
        yield board.problem(
            ("diary_format",),
            f'the diary format "{settings.diary_format.template}" prints a class code, and board '
            f'"{settings.id}" has none.',
            'Add class_code, for example: class_code = "107", or leave {class} out.',
        )


def _public_diary(board: FoundBoard) -> Iterator[Problem]:
    settings = board.settings
    if settings.external_diary and settings.public_diary:
        yield board.problem(
            ("public_diary",),
            f'board "{settings.id}" shows the public a diary that another system keeps.',
            "Set public_diary = false: the public browses it there.",
        )


def _risk_rules(board: FoundBoard) -> Iterator[Problem]:
    settings = board.settings
    covered = {rule.law for rule in settings.risk_rules}
    for law in settings.laws:
        if None not in covered and law not in covered:
            yield board.problem(
                ("laws",),
                f'board "{settings.id}" has no risk rule for {law}.',
                f'Add [[risk_rules]] with law = "{law}", or one without law, for every law.',
            )
    for n, rule in enumerate(settings.risk_rules):
        if rule.law is not None and rule.law not in settings.laws:
            yield board.problem(
                ("risk_rules", n, "law"),
                f'risk rule "{rule.version}" is for {rule.law}, which the board does not have.',
                f"Add {rule.law} to laws, or take the rule away.",
            )


def _repeated_rules(board: FoundBoard) -> Iterator[Problem]:
    settings = board.settings
    deadlines = (
        Use(f"deadline {n + 1}", rule.id, rule.id, board.place("deadlines", n, "id"))
        for n, rule in enumerate(settings.deadlines)
    )
    versions = (
        Use(f"risk rule {n + 1}", rule.version, rule.version, board.place("risk_rules", n))
        for n, rule in enumerate(settings.risk_rules)
    )
    starts = (
        Use(
            f"risk rule {n + 1}",
            f"{rule.law or ''} {rule.valid_from}",
            f"{rule.valid_from}",
            board.place("risk_rules", n, "valid_from"),
        )
        for n, rule in enumerate(settings.risk_rules)
    )
    retention = (
        Use(f"retention rule {n + 1}", kind, kind, board.place("retention", n, "kinds", m))
        for n, rule in enumerate(settings.retention)
        for m, kind in enumerate(rule.kinds)
    )
    routines = (
        Use(f"routine {n + 1}", rule.id, rule.id, board.place("routines", n, "id"))
        for n, rule in enumerate(settings.routines)
    )
    yield from repetitions(deadlines, "the id", "Give it an id of its own.")
    goals = (
        Use(f"goal {n + 1}", goal.id, goal.id, board.place("goals", n, "id"))
        for n, goal in enumerate(settings.goals)
    )
    yield from repetitions(goals, "the id", "Give it an id of its own.")
    yield from repetitions(routines, "the id", "Give it an id of its own.")
    yield from repetitions(versions, "the version", "Give it a version of its own.")
    yield from repetitions(starts, "valid_from", "Let only one rule a law begin that day.")
    yield from repetitions(retention, "the kind", "Name each kind in one rule only.")


def _goals(board: FoundBoard, draft: Draft) -> Iterator[Problem]:
    units = {unit.settings.id for unit in draft.units if unit.settings.board == board.settings.id}
    # Without a survey that can be read, nothing is known of its questions.
    asked = {each.id for each in draft.survey.settings.questions} if draft.survey else None
    for n, goal in enumerate(board.settings.goals):
        for m, unit in enumerate(goal.units):
            if unit not in units:
                yield board.problem(
                    ("goals", n, "units", m),
                    f'goal "{goal.id}" is for unit "{unit}", which the board does not have.',
                    did_you_mean(unit, units),
                )
        if asked is not None and goal.question is not None and goal.question not in asked:
            yield board.problem(
                ("goals", n, "question"),
                f'goal "{goal.id}" is measured by question "{goal.question}", which is not in the '
                "survey.",
                did_you_mean(goal.question, asked),
            )


def _recipients(board: FoundBoard, place: int, draft: Draft) -> Iterator[Problem]:
    rule = board.settings.deadlines[place]
    for n, role in enumerate(rule.recipients):
        if role in _ALWAYS_SOMEONE or board.settings.recipients.by_role(role):
            continue
        without = _units_without(board, role, draft) if role in _ON_UNITS else None
        if without == []:
            continue
        where = f" for unit {', '.join(without[:3])}" if without else ""
        more = f" and {len(without) - 3} more" if without and len(without) > 3 else ""
        yield board.problem(
            ("deadlines", place, "recipients", n),
            f'deadline "{rule.id}" tells the {role}, but there is none{where}{more}.',
            f"Add {role} = {{ account = ..., address = ... }} under [recipients]"
            + (", or to those units or one above them." if where else "."),
        )


def _units_without(board: FoundBoard, role: RecipientRole, draft: Draft) -> list[str]:
    known = {unit.settings.id: unit for unit in draft.units}
    return [
        f'"{unit.settings.id}"'
        for unit in draft.units
        if unit.settings.board == board.settings.id
        and (line := line_of_command(unit, known)) is not None
        and not any(getattr(each.settings, role) for each in line)
    ]
