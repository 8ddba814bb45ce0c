"""A board: the authority that owns the case and decides how it is numbered and handled."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.events.vocabulary import Kind, Law
from shared.organisation.categories import CategoryList
from shared.organisation.channel_inboxes import Addresses, ChannelInboxes
from shared.organisation.deadline_rules import DeadlineRule
from shared.organisation.diary_format import CLASS_CODE, DiaryFormat, Numbering
from shared.organisation.goals import Goal
from shared.organisation.names import Identifier, Name, Text, folded
from shared.organisation.retention import RetentionRule
from shared.organisation.risk_rules import RiskRule, rule_in_force
from shared.organisation.roles import EmailAddress, RecipientRole, RoleAccount
from shared.organisation.routines import Routine

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-ZÅÄÖ]{1,10}$"),
    Field(description="one to ten capital letters"),
]


def _from_template(value: object) -> DiaryFormat:
    if isinstance(value, DiaryFormat):
        return value
    if not isinstance(value, str):
        raise ValueError("a diary format is a text in quotation marks")  # noqa: TRY004 - pydantic
    return DiaryFormat(value)


class StaffMail(StrEnum):
    """When a role account is mailed of reminders, tasks and messages."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    """In one mail each working day; what is urgent goes at once."""


class Recipients(BaseModel):
    """Role accounts of the board itself. Also used where no unit up the tree has its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    registrar: RoleAccount
    """Registers, and takes the cases whose unit is not known (R12)."""
    investigator: RoleAccount | None = None
    """Investigates lex Sarah, apart from the unit's manager (R50)."""
    head_of_operations: RoleAccount | None = None
    coordinator: RoleAccount | None = None
    quality: RoleAccount | None = None

    def by_role(self, role: RecipientRole) -> RoleAccount | None:
        """The board's account in that role; None where it has none. No board has a manager."""
        return {
            RecipientRole.REGISTRAR: self.registrar,
            RecipientRole.INVESTIGATOR: self.investigator,
            RecipientRole.HEAD_OF_OPERATIONS: self.head_of_operations,
            RecipientRole.COORDINATOR: self.coordinator,
            RecipientRole.QUALITY: self.quality,
        }.get(role)


class BoardSettings(BaseModel):
    """A board as its file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["sn"])
    """Stands in every case and never changes."""
    code: Code = Field(examples=["SN"])
    """As in diary numbers."""
    name: Name
    other_names: tuple[Text, ...] = ()
    laws: Annotated[tuple[Law, ...], Field(min_length=1)] = Field(examples=[["SoL"]])
    """The laws its activities stand under; the first is taken where a case says nothing."""
    timezone: Literal["Europe/Stockholm"] = "Europe/Stockholm"
    """Days are counted in Swedish time; no other is supported."""
    diary_format: Annotated[DiaryFormat, BeforeValidator(_from_template)] = Field(
        examples=["{code} {year}-{serial:05d}"]
    )
    class_code: Annotated[str, StringConstraints(pattern=f"^{CLASS_CODE}$")] | None = Field(
        default=None, examples=["107"]
    )
    """From the board's classification scheme, where the diary format has `{class}`."""
    public_diary: bool = Field(default=False, strict=True)
    """Whether the public may browse the diary. Off by default, as in most social services."""
    external_diary: bool = Field(default=False, strict=True)
    """Whether another system keeps the board's diary and gives the numbers."""
    sender: EmailAddress = Field(examples=["svar.sn@exempelkommun.example"])
    """What the complainant sees as sender; what is mailed back to it belongs to this board."""
    answers_by_email: bool = Field(default=False, strict=True)
    """Whether an answer may stand in a mail to whoever asked to be answered by e-mail. Otherwise
    the mail says that there is an answer, and where to read it."""
    staff_mail: StaffMail = StaffMail.AT_ONCE
    """When its role accounts are mailed of reminders, tasks and messages; each may choose
    otherwise for itself."""
    inboxes: tuple[EmailAddress, ...] = Field(
        default=(), examples=[["synpunkter.sn@exempelkommun.example"]]
    )
    """Addresses whose mail is this board's."""
    channel_inboxes: ChannelInboxes = ChannelInboxes()
    """Addresses by which a voicemail, a scanner or another authority sends."""
    categories: Identifier = Field(examples=["socialtjanst"])
    """The id of the category list it uses."""
    recipients: Recipients = Field(
        examples=[
            {
                "registrar": {
                    "account": "registrar-sn",
                    "address": "registrator.sn@exempelkommun.example",
                }
            }
        ]
    )
    deadlines: tuple[DeadlineRule, ...] = ()
    risk_rules: Annotated[tuple[RiskRule, ...], Field(min_length=1)]
    retention: tuple[RetentionRule, ...] = ()
    routines: tuple[Routine, ...] = ()
    """Linked from the forms of its staff."""
    goals: tuple[Goal, ...] = ()
    """What it wants to reach; reporting measures it."""

    @property
    def addresses(self) -> Addresses:
        """Every address whose mail is this board's."""
        return (self.sender, *self.inboxes, *(each for _, each in self.channel_inboxes.each()))

    @property
    def numbering(self) -> Numbering:
        """How the board prints its diary numbers."""
        return Numbering(self.diary_format, self.code, self.class_code)


class Board(BoardSettings):
    """One board with all its settings and its category list."""

    category_list: CategoryList

    def diary_number(self, year: int, serial: int, document: int | None = None) -> str:
        """The diary number as this board prints it; the case's own where `document` is None."""
        return self.diary_format.print(self.code, year, serial, self.class_code, document)

    @property
    def law(self) -> Law:
        """The law where the case does not say which."""
        return self.laws[0]

    def deadlines_for(self, kind: Kind, category: str | None = None) -> tuple[DeadlineRule, ...]:
        """The deadlines that a case of this kind and category has, in the file's order."""
        return tuple(rule for rule in self.deadlines if rule.applies_to(kind, category))

    def deadline(self, rule_id: str) -> DeadlineRule | None:
        """The rule with this id, as notices and breaches name it; None if it has been removed."""
        return next((rule for rule in self.deadlines if rule.id == rule_id), None)

    def risk_rule(self, on: date, law: Law | None = None) -> RiskRule | None:
        """The risk rule for `law` (the board's first if None) in force on the Swedish day `on`."""
        return rule_in_force(self.risk_rules, on, law or self.law)

    def retention_for(self, kind: Kind) -> RetentionRule | None:
        """The retention rule for the kind; None where the plan says nothing: then keep."""
        return next((rule for rule in self.retention if kind in rule.kinds), None)


def spellings(board: BoardSettings) -> dict[str, str]:
    """Everything the board is found by: folded, and as it is written."""
    words = (board.id, board.code, board.name.sv, board.name.en, *board.other_names)
    return {folded(word): word for word in words}
