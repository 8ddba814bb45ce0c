"""The bench's figures as text."""

from collections.abc import Iterable

from tests.load.line import Line
from tests.load.looking import Look
from tests.load.ratios import Ratio
from tests.load.rounds import Kind
from tests.load.ticking import Tick

MEANINGS = {
    Kind.FLOOR: "bare drivers, one write and one message at a time",
    Kind.BATCHED: "bare drivers, what arrives together goes together",
    Kind.REGISTERED: "the product, without e-mail: to the state that the floor reaches",
    Kind.ACKNOWLEDGED: "the product, the whole way: acknowledged by e-mail as well",
    Kind.MAIL_FLOOR: "bare aiosmtpd, one insert a mail, which is not looked at",
    Kind.MAILS_SMTP: "intake alone: mails delivered by SMTP, until each is a case",
    Kind.MAILS_IMAP: "intake alone: mails that wait in a mailbox of Dovecot's",
    Kind.LOOKING: "workflow alone: work lists, search and a case, with few cases and with many",
    Kind.TICKING: "the scheduler: one look with as many due, among few deadlines and among many",
    Kind.FIGURES: "reporting alone: figures of few cases and of many",
}

HEADING = (
    "                          accepted  complete   accept ms         CPU ms a case\n"
    "line         concurrency       a s       a s  median   p99  services  broker  store"
    "  of the services: intake workflow notif. report."
)


def row(line: Line) -> str:
    """One line of the table."""
    services = " ".join(
        f"{line.services_cpu_ms.get(name, 0.0):8.2f}"
        for name in ("intake", "workflow", "notifications", "reporting")
    )
    return (
        f"{line.name:13}{line.concurrency:11}{line.accepted:10.0f}{line.complete:10.0f}"
        f"{line.accept_median_ms:8.0f}{line.accept_p99_ms:6.0f}{line.cpu_ms:10.2f}"
        f"{line.broker_cpu_ms:8.2f}{line.store_cpu_ms:7.2f}{'':16}{services}"
    )


def legend() -> str:
    """What the lines are."""
    return "\n".join(f"{kind:13} {meaning}" for kind, meaning in MEANINGS.items())


def ratio_table(ratios: Iterable[Ratio]) -> str:
    """Medians, and each round where there is more than one."""
    rows = ["complete cases a second, as ratios"]
    for ratio in ratios:
        rounds = ", ".join(f"{each:.2f}" for each in ratio.rounds)
        several = f"  (rounds: {rounds})" if len(ratio.rounds) > 1 else ""
        rows.append(
            f"{ratio.line:13}/ {ratio.to:10} at concurrency {ratio.concurrency:3}"
            f"{ratio.median:7.2f}{several}"
        )
    return "\n".join(rows)


LOOKS_HEADING = (
    "\nlooking at cases, median ms      small store       large store\n"
    "                             cases  open    ms   cases  open    ms   ratio"
)


FIGURES_HEADING = LOOKS_HEADING.replace("looking at cases", "asking for figures")


def look_row(look: Look) -> str:
    """One question at both stores."""
    sizes = (
        f"{extent.cases:8}{extent.desk:6}{ms:6.0f}"
        for extent, ms in ((look.small, look.small_ms), (look.large, look.large_ms))
    )
    return f"{look.name:26}{''.join(sizes)}{look.ratio:8.2f}"


TICKS_HEADING = (
    "\na look of the scheduler, median ms   small store        large store\n"
    "                              due    stored    ms     stored    ms   ratio"
)


def tick_row(tick: Tick) -> str:
    """One look at both stores."""
    return (
        f"{'deadlines due':26}{tick.due:7}{tick.small:10}{tick.small_ms:6.0f}"
        f"{tick.large:11}{tick.large_ms:6.0f}{tick.ratio:8.2f}"
    )
