"""The municipality with its boards and units, and the questions that services ask of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.errors import PermanentError
from shared.events.vocabulary import Channel
from shared.organisation import boards, units
from shared.organisation.boards import Board
from shared.organisation.channels import ManualChannel, Operations, Publicity
from shared.organisation.deadline_rules import DeadlineRule
from shared.organisation.municipality import Municipality
from shared.organisation.names import folded
from shared.organisation.roles import NAMED_BY_CASE, RecipientRole, RoleAccount
from shared.organisation.surveys import Survey
from shared.organisation.units import Unit


class UnknownBoard(PermanentError):
    """A case names a board that the organisation does not have."""

    slug: ClassVar[str] = "board_unknown"


class Recipient(NamedTuple):
    """Who is told, and in which role."""

    role: RecipientRole
    account: RoleAccount


class Organisation(BaseModel):
    """Made by `load_organisation`, which has checked that everything fits together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Municipality
    default_board: str
    """The id of the board whose cases are those that name no board."""
    boards: tuple[Board, ...]
    units: tuple[Unit, ...]
    """In the files' order; parents need not come first."""
    logo: Path | None = None
    survey: Survey | None = None
    """What those are asked whose case is closed; None where nobody is asked."""

    operations: Operations | None = None
    """Who is told when a channel is dead; None where nobody is named."""
    publicity: tuple[Publicity, ...] = ()
    """Pages elsewhere that must carry our link (R02)."""
    manual_channels: tuple[ManualChannel, ...] = ()
    """Ways in that only a person can try."""

    def board(self, text: str) -> Board | None:
        """The board with this id, code or name, however it is spelt; None if there is none."""
        return self._boards_by_spelling.get(folded(text))

    def known_board(self, board_id: str) -> Board:
        """The board that a case names. Raises UnknownBoard."""
        board = self._boards_by_id.get(board_id)
        if board is None:
            raise UnknownBoard(
                f'the board "{board_id}" is not in the organisation: add boards/{board_id}.toml, '
                "or correct the case"
            )
        return board

    def board_for_address(self, address: str) -> Board | None:
        """The board that mail to the address is for; None if it is no board's."""
        return self._boards_by_address.get(address.strip().casefold())

    def channel_for_address(self, address: str) -> Channel:
        """By which channel mail to the address comes in: e-mail, unless a board says otherwise."""
        return self._channels_by_address.get(address.strip().casefold(), Channel.EMAIL)

    def unit(self, text: str, board: str | None = None) -> Unit | None:
        """The unit with this id or name, however it is spelt; None if there is none.

        Names may be the same in two boards: then `board` (id, code or name) decides, and
        without it the answer is None rather than a guess. Closed units are found too.
        """
        if board is not None:
            chosen = self.board(board)
            return self._unit_within(text, chosen.id) if chosen else None
        if text in self._units_by_id:
            return self._units_by_id[text]
        found = [self._unit_within(text, each.id) for each in self.boards]
        units_found = [unit for unit in found if unit is not None]
        return units_found[0] if len(units_found) == 1 else None

    def units_of(self, board_id: str) -> tuple[Unit, ...]:
        """The board's units as a tree read from the top: each followed by those below it."""
        tops = (unit for unit in self._units_under.get(None, ()) if unit.board == board_id)
        return tuple(unit for top in tops for unit in (top, *self.units_below(top.id)))

    def public_units(self, board_id: str, on: date) -> tuple[Unit, ...]:
        """What the public form offers on that day (Swedish time), in the tree's order."""
        return tuple(u for u in self.units_of(board_id) if u.public and u.is_open(on))

    def units_below(self, unit_id: str) -> tuple[Unit, ...]:
        """Every unit under this one, itself not included; empty for an unknown unit."""
        return tuple(self._walk_down(unit_id))

    def units_above(self, unit_id: str) -> tuple[Unit, ...]:
        """The units over this one, the nearest first; empty for an unknown unit."""
        return tuple(self._walk_up(unit_id))[1:]

    def manager_for(self, unit_id: str) -> RoleAccount | None:
        """The nearest manager, upwards from the unit (R41); None for an unknown unit."""
        return next((unit.manager for unit in self._walk_up(unit_id) if unit.manager), None)

    def coordinator_for(self, unit_id: str) -> RoleAccount | None:
        """The nearest coordinator, upwards from the unit and last the board's own."""
        unit = self._units_by_id.get(unit_id)
        role = RecipientRole.COORDINATOR
        return self.account_for(role, unit.board, unit_id) if unit else None

    def head_of_operations_for(self, unit_id: str) -> RoleAccount | None:
        """The nearest head of operations (R42), upwards from the unit and last the board's own."""
        unit = self._units_by_id.get(unit_id)
        role = RecipientRole.HEAD_OF_OPERATIONS
        return self.account_for(role, unit.board, unit_id) if unit else None

    def account_for(
        self, role: RecipientRole, board_id: str, unit_id: str | None = None
    ) -> RoleAccount | None:
        """Who has the role for a case of this board and unit. Raises UnknownBoard."""
        board = self.known_board(board_id)
        for unit in self._walk_up(unit_id):
            own = {
                RecipientRole.MANAGER: unit.manager,
                RecipientRole.COORDINATOR: unit.coordinator,
                RecipientRole.HEAD_OF_OPERATIONS: unit.head_of_operations,
            }.get(role)
            if own is not None:
                return own
        return board.recipients.by_role(role)

    def responsible_for(self, board_id: str, unit_id: str | None = None) -> RoleAccount:
        """Who answers for a new case: the unit's nearest manager (R41).

        A case whose unit is not known goes to the board's registrar, who finds the unit (R12).
        Raises UnknownBoard.
        """
        registrar = self.known_board(board_id).recipients.registrar
        return self.account_for(RecipientRole.MANAGER, board_id, unit_id) or registrar

    def recipients_for(
        self,
        rule: DeadlineRule,
        board_id: str,
        unit_id: str | None = None,
        named: Mapping[RecipientRole, str | None] = MappingProxyType({}),
    ) -> tuple[Recipient, ...]:
        """Whom a deadline of the case tells, each address once, in the rule's order.

        `named` are the account ids that the case names for `responsible` and `owner`; where that
        is no role account, the unit's manager is told. The registrar, where none of the rule's
        roles has anyone. Raises UnknownBoard.
        """
        told: dict[str, Recipient] = {}
        for role in rule.recipients:
            if role in NAMED_BY_CASE:
                account = self.role_account(named.get(role) or "") or self.account_for(
                    RecipientRole.MANAGER, board_id, unit_id
                )
            else:
                account = self.account_for(role, board_id, unit_id)
            if account is not None:
                told.setdefault(account.address.casefold(), Recipient(role, account))
        registrar = self.known_board(board_id).recipients.registrar
        return tuple(told.values()) or (Recipient(RecipientRole.REGISTRAR, registrar),)

    def line_of_command(self, board_id: str, unit_id: str | None = None) -> tuple[Recipient, ...]:
        """The managers over a case, from its unit upwards, each account once (R42, R45).

        At each unit its manager and then its head of operations; at last the board's head of
        operations, or its registrar where there is nobody at all. Raises UnknownBoard.
        """
        line: dict[str, Recipient] = {}

        def add(role: RecipientRole, account: RoleAccount | None) -> None:
            if account is not None:
                line.setdefault(account.account, Recipient(role, account))

        for unit in self._walk_up(unit_id):
            add(RecipientRole.MANAGER, unit.manager)
            add(RecipientRole.HEAD_OF_OPERATIONS, unit.head_of_operations)
        own = self.known_board(board_id).recipients
        add(RecipientRole.HEAD_OF_OPERATIONS, own.head_of_operations)
        return tuple(line.values()) or (Recipient(RecipientRole.REGISTRAR, own.registrar),)

    def role_account(self, account: str) -> RoleAccount | None:
        """The role account with this id, of a board or a unit; None if there is none."""
        return self._role_accounts.get(account)

    @property
    def operators(self) -> tuple[RoleAccount, ...]:
        """Who is told when a channel is dead: the default board's registrar if nobody is named."""
        if self.operations is not None:
            return self.operations.recipients
        return (self.known_board(self.default_board).recipients.registrar,)

    def _unit_within(self, text: str, board_id: str) -> Unit | None:
        return self._units_by_spelling.get((board_id, folded(text)))

    def _walk_up(self, unit_id: str | None) -> Iterator[Unit]:
        unit = self._units_by_id.get(unit_id or "")
        while unit is not None:
            yield unit
            unit = self._units_by_id.get(unit.parent or "")

    def _walk_down(self, unit_id: str) -> Iterator[Unit]:
        for unit in self._units_under.get(unit_id, ()):
            yield unit
            yield from self._walk_down(unit.id)

    @cached_property
    def _role_accounts(self) -> dict[str, RoleAccount]:
        of_boards = (
            board.recipients.by_role(role) for board in self.boards for role in RecipientRole
        )
        of_units = (
            account
            for unit in self.units
            for account in (unit.manager, unit.coordinator, unit.head_of_operations)
        )
        return {each.account: each for each in (*of_boards, *of_units) if each is not None}

    @cached_property
    def _boards_by_id(self) -> dict[str, Board]:
        return {board.id: board for board in self.boards}

    @cached_property
    def _boards_by_spelling(self) -> dict[str, Board]:
        return {text: board for board in self.boards for text in boards.spellings(board)}

    @cached_property
    def _boards_by_address(self) -> dict[str, Board]:
        return {address.casefold(): board for board in self.boards for address in board.addresses}

    @cached_property
    def _channels_by_address(self) -> dict[str, Channel]:
        return {
            address.casefold(): channel
            for board in self.boards
            for channel, address in board.channel_inboxes.each()
        }

    @cached_property
    def _units_by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _units_by_spelling(self) -> dict[tuple[str, str], Unit]:
        return {(unit.board, text): unit for unit in self.units for text in units.spellings(unit)}

    @cached_property
    def _units_under(self) -> dict[str | None, tuple[Unit, ...]]:
        under: dict[str | None, tuple[Unit, ...]] = {}
        for unit in self.units:
            under[unit.parent] = (*under.get(unit.parent, ()), unit)
        return under
