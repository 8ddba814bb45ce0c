"""Who receives what: the one table of queues and the event types that each is bound to.

Every service declares all of it at start-up, so that an event published before its readers have
ever run waits for them.
"""

from dataclasses import dataclass

EXCHANGE = "cases"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One durable queue of one service. A change of its arguments needs a new `version`."""

    service: str
    subject: str
    types: tuple[str, ...]
    version: int = 1

    @property
    def queue(self) -> str:
        """For instance `workflow.submissions.v1`."""
        return f"{self.service}.{self.subject}.v{self.version}"

    @property
    def dead_letter_queue(self) -> str:
        """Where messages are parked."""
        return f"{self.queue}.dead"

    def retry_queue(self, delay: float) -> str:
        """Where messages wait `delay` seconds."""
        return f"{self.queue}.retry.{delay:g}s"


HANDLING = (
    "case.registered",
    "case.acknowledged",
    "case.assigned",
    "case.assessed",
    "case.escalated",
    "case.reclassified",
    "case.investigating",
    "case.paused",
    "case.resumed",
    "case.deadline-extended",
    "case.action-decided",
    "case.action-done",
    "case.effect-assessed",
    "case.answered",
    "case.answer-waived",
    "case.referred",
    "case.dismissed",
    "case.closed",
    "case.reopened",
    "case.followed-up",
    "case.corrected",
    "case.noted",
    "case.documented",
    "case.linked",
    "lexsarah.reported",
    "lexsarah.declined",
    "lexsarah.decided",
    "lexsarah.ivo-notified",
    "lexsarah.ivo-decided",
)
"""What the workflow publishes of a case's handling; all of it carries facts."""

INTAKE_PROGRESS = Subscription("intake", "progress", (*HANDLING, "case.erased"))
WORKFLOW_SUBMISSIONS = Subscription(
    "workflow", "submissions", ("case.received", "message.received")
)
WORKFLOW_NOTICES = Subscription(
    "workflow",
    "notices",
    ("notice.sent", "notice.failed", "deadline.breached", "case.erasure-done"),
)
WORKFLOW_LINKS = Subscription(
    "workflow",
    "links",
    (
        "case.linked",
        "case.dismissed",
        "case.reopened",
        "case.corrected",
        "case.investigating",
        "lexsarah.reported",
        "lexsarah.declined",
        "lexsarah.decided",
        "lexsarah.ivo-notified",
        "lexsarah.ivo-decided",
    ),
)
"""What one case tells another: a step writes one document, and the other follows by event."""
NOTIFICATIONS_CASES = Subscription(
    "notifications",
    "cases",
    (
        "case.received",
        *HANDLING,
        "message.received",
        "case.erased",
        "signal.raised",
        "notice.bounced",
    ),
)
NOTIFICATIONS_CHANNELS = Subscription(
    "notifications", "channels", ("channel.failed", "channel.restored")
)
"""Apart from the cases', so that an alarm does not wait behind them."""
REPORTING_FACTS = Subscription(
    "reporting",
    "facts",
    ("case.received", *HANDLING, "case.snapshot", "case.erased", "survey.answered"),
)

SUBSCRIPTIONS = (
    INTAKE_PROGRESS,
    WORKFLOW_SUBMISSIONS,
    WORKFLOW_NOTICES,
    WORKFLOW_LINKS,
    NOTIFICATIONS_CASES,
    NOTIFICATIONS_CHANNELS,
    REPORTING_FACTS,
)
