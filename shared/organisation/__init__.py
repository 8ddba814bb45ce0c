"""The municipality: its boards, units, categories, deadlines and rules, read from TOML files."""

from shared.organisation.boards import Board, StaffMail
from shared.organisation.categories import Category, CategoryList
from shared.organisation.channels import ManualChannel, Operations, Publicity
from shared.organisation.deadline_rules import (
    CountedFrom,
    DeadlineRule,
    Milestone,
    Nature,
    due_on,
    remind_on,
)
from shared.organisation.diary_format import DiaryFormat, DiaryNumber
from shared.organisation.goals import Direction, Goal, GoalPeriod
from shared.organisation.loading import load_organisation
from shared.organisation.municipality import Municipality
from shared.organisation.names import Name
from shared.organisation.organisation import Organisation, Recipient, UnknownBoard
from shared.organisation.problems import OrganisationError
from shared.organisation.retention import RetentionRule, erase_on
from shared.organisation.risk_rules import RiskRule
from shared.organisation.roles import RecipientRole, RoleAccount
from shared.organisation.surveys import Question, Scale, Survey
from shared.organisation.units import Unit

__all__ = [
    "Board",
    "Category",
    "CategoryList",
    "CountedFrom",
    "DeadlineRule",
    "DiaryFormat",
    "DiaryNumber",
    "Direction",
    "Goal",
    "GoalPeriod",
    "ManualChannel",
    "Milestone",
    "Municipality",
    "Name",
    "Nature",
    "Operations",
    "Organisation",
    "OrganisationError",
    "Publicity",
    "Question",
    "Recipient",
    "RecipientRole",
    "RetentionRule",
    "RiskRule",
    "RoleAccount",
    "Scale",
    "StaffMail",
    "Survey",
    "Unit",
    "UnknownBoard",
    "due_on",
    "erase_on",
    "load_organisation",
    "remind_on",
]
