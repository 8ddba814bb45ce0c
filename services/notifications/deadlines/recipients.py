"""Who is told of a deadline: the rule's roles, and after its day one manager after the other."""

from services.notifications.deadlines.occasions import Occasion, Stage
from shared.deadlines.deadline import Deadline
from shared.events.facts import CaseFacts
from shared.organisation import DeadlineRule, Organisation, Recipient, RecipientRole


def told(
    occasion: Occasion, rule: DeadlineRule, facts: CaseFacts, organisation: Organisation
) -> tuple[Recipient, ...]:
    """Each account once. Raises UnknownBoard."""
    if occasion.stage is Stage.ESCALATED:
        return (escalated_to(occasion.level or 1, occasion.deadline, rule, facts, organisation),)
    return told_first(occasion.deadline, rule, facts, organisation)


def told_first(
    deadline: Deadline, rule: DeadlineRule, facts: CaseFacts, organisation: Organisation
) -> tuple[Recipient, ...]:
    """Those whom the rule names. Raises UnknownBoard."""
    named = {
        RecipientRole.RESPONSIBLE: facts.responsible,
        RecipientRole.OWNER: deadline.owner,
    }
    return organisation.recipients_for(rule, facts.board, facts.unit, named)


def escalated_to(
    level: int,
    deadline: Deadline,
    rule: DeadlineRule,
    facts: CaseFacts,
    organisation: Organisation,
) -> Recipient:
    """The manager whose turn it is: up the tree, without those whom the rule tells already.

    Where there is nobody further up, the uppermost is told again. Raises UnknownBoard.
    """
    line = organisation.line_of_command(facts.board, facts.unit)
    known = {each.account.account for each in told_first(deadline, rule, facts, organisation)}
    above = [each for each in line if each.account.account not in known] or line[-1:]
    return above[min(level, len(above)) - 1]
