"""Every metric there is, each with one sentence. Labels never hold ids or personal data."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

SUBMISSIONS = Counter(
    "lyhord_submissions", "Submissions stored, by channel.", ("channel",), registry=REGISTRY
)
MAILS = Counter(
    "lyhord_mails", "Mails that came in, by what became of them.", ("outcome",), registry=REGISTRY
)
CASES_NUMBERED = Counter(
    "lyhord_cases_numbered", "Cases given a diary number, by board.", ("board",), registry=REGISTRY
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
    "lyhord_notices_waiting", "Notices planned and not yet sent, of all copies.", registry=REGISTRY
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
