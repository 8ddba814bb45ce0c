"""Every metric there is, each with one sentence. Labels never hold ids or personal data."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

SUBMISSIONS = Counter(
    "lyhord_submissions", "Submissions stored, by channel.", ("channel",), registry=REGISTRY
)
HELD = Counter(
    "lyhord_submissions_held",
    "Submissions held since they look like spam, by reason.",
    ("reason",),
    registry=REGISTRY,
)
QUARANTINE_WAITING = Gauge(
    "lyhord_quarantine_waiting",
    "Held submissions that nobody has decided of, of all copies.",
    registry=REGISTRY,
)
QUARANTINE_AGE = Gauge(
    "lyhord_quarantine_age_seconds",
    "Seconds the oldest held submission has waited for a decision.",
    registry=REGISTRY,
)
CHANNELS = Gauge(
    "lyhord_channels",
    "Links and ways in by kind and how it stands with them: unknown, ok, shaky or dead.",
    ("kind", "standing"),
    registry=REGISTRY,
)
SPAM_ERASED = Counter(
    "lyhord_spam_erased",
    "Held submissions judged to be spam whose words were erased after their time.",
    registry=REGISTRY,
)
REFUSED_AS_TOO_MANY = Counter(
    "lyhord_refused_as_too_many",
    "Requests and connections refused since there were too many, by door.",
    ("door",),
    registry=REGISTRY,
)
IMPORTED_ROWS = Counter(
    "lyhord_imported_rows",
    "Rows of imported lists, by what became of them.",
    ("outcome",),
    registry=REGISTRY,
)
MAILS = Counter(
    "lyhord_mails", "Mails that came in, by what became of them.", ("outcome",), registry=REGISTRY
)
MAILS_UNSEEN = Gauge(
    "lyhord_mails_unseen", "Mails put aside that nobody has looked at.", registry=REGISTRY
)
MAILBOX_CONNECTED = Gauge(
    "lyhord_mailbox_connected",
    "Whether the copy that reads the mailbox is connected, by mailbox.",
    ("mailbox",),
    registry=REGISTRY,
)
MAILBOX_OLDEST_WAITING = Gauge(
    "lyhord_mailbox_oldest_waiting_seconds",
    "Seconds the oldest mail that is not taken yet has waited, by mailbox.",
    ("mailbox",),
    registry=REGISTRY,
)
MAILBOX_SKIPPED = Gauge(
    "lyhord_mailbox_skipped",
    "Mails that could not be taken and are tried again later, by mailbox.",
    ("mailbox",),
    registry=REGISTRY,
)
MAILBOX_TROUBLES = Counter(
    "lyhord_mailbox_troubles",
    "Failed attempts to fetch or take a mail, by mailbox and reason.",
    ("mailbox", "reason"),
    registry=REGISTRY,
)
ATTACHMENTS = Counter(
    "lyhord_attachments",
    "Files kept with cases, by what the virus scanner said.",
    ("scan",),
    registry=REGISTRY,
)
CASES_NUMBERED = Counter(
    "lyhord_cases_numbered", "Cases given a diary number, by board.", ("board",), registry=REGISTRY
)
DIARY_WAITING = Gauge(
    "lyhord_diary_waiting",
    "Cases that the municipality's own diary is still to be told something of, of all copies.",
    registry=REGISTRY,
)
DIARY_CONFLICTS = Gauge(
    "lyhord_diary_conflicts",
    "Cases that the municipality's own diary would not take, of all copies.",
    registry=REGISTRY,
)
STEPS = Counter(
    "lyhord_steps",
    "Steps of handling taken, by step and outcome.",
    ("step", "outcome"),
    registry=REGISTRY,
)
NOTICES = Counter(
    "lyhord_notices",
    "Notices by kind and what became of them.",
    ("kind", "state"),
    registry=REGISTRY,
)
NOTICES_WAITING = Gauge(
    "lyhord_notices_waiting",
    "Notices planned and not yet sent, of all copies; without what waits for a digest.",
    registry=REGISTRY,
)
DEADLINES_FIRED = Counter(
    "lyhord_deadlines_fired",
    "Deadlines that came due unmet, by rule.",
    ("rule",),
    registry=REGISTRY,
)
FACTS_STORED = Counter(
    "lyhord_facts_stored", "Newer facts taken into the statistics.", registry=REGISTRY
)
EVENTS_IGNORED = Counter(
    "lyhord_events_ignored", "Events of a type this release does not know.", registry=REGISTRY
)
MESSAGES_RETRIED = Counter(
    "lyhord_messages_retried",
    "Messages sent up the retry ladder, by queue and reason.",
    ("queue", "reason"),
    registry=REGISTRY,
)
MESSAGES_PARKED = Counter(
    "lyhord_messages_parked",
    "Messages parked in a dead-letter queue, by queue and reason.",
    ("queue", "reason"),
    registry=REGISTRY,
)
OUTBOX_AGE = Gauge(
    "lyhord_outbox_age_seconds",
    "Seconds the oldest unpublished event has waited.",
    registry=REGISTRY,
)
GROUP_COMMIT_SIZE = Histogram(
    "lyhord_group_commit_size",
    "Requests that one round trip to the store served.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200),
    registry=REGISTRY,
)
