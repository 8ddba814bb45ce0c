"""The guard put together."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.intake.abuse.quarantine import Quarantine
from services.intake.guard.arrivals import Arrivals
from services.intake.guard.asking import Asking
from services.intake.guard.following import new_client
from services.intake.guard.looking import Looking
from services.intake.guard.published import Channel, published
from services.intake.guard.rounds import Rounds
from services.intake.guard.sending import ApiSender, FormSender, MailSender, Sender
from services.intake.imap.watch import MailboxWatch
from services.intake.records import Records
from services.intake.settings import IntakeSettings
from shared.clock import Clock, local_date
from shared.events.channels import ChannelKind
from shared.organisation import Organisation
from shared.relay_address import RelayAddress

_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, not listened on
_LOOPBACK = "127.0.0.1"


class Guard(NamedTuple):
    """The job that goes round, and what staff ask of it."""

    rounds: Rounds
    asking: Asking


def guard_of(
    records: Records,
    arrivals: Arrivals,
    mailboxes: MailboxWatch,
    quarantine: Quarantine,
    organisation: Organisation,
    settings: IntakeSettings,
    clock: Clock,
) -> Guard:
    """Everything that is published, looked at in the rhythm of the settings."""

    def channels() -> Sequence[Channel]:
        today = local_date(clock.now())
        return published(organisation, settings.public_address, today, mailboxes.names)

    rhythm = settings.rhythm
    senders = _senders(organisation, settings, clock)
    looking = Looking(arrivals, senders, mailboxes, quarantine, rhythm, new_client, clock)
    rounds = Rounds(records, channels, looking, arrivals, rhythm, clock)
    return Guard(rounds, Asking(records, rounds, clock))


def _senders(
    organisation: Organisation, settings: IntakeSettings, clock: Clock
) -> Mapping[ChannelKind, Sender]:
    outside = settings.channel_test_relay
    sender = organisation.known_board(organisation.default_board).sender
    return {
        ChannelKind.FORM: FormSender(new_client),
        ChannelKind.API: ApiSender(new_client),
        ChannelKind.MAIL: MailSender(
            outside or _own_port(settings), sender, clock, tls=outside is not None
        ),
    }


def _own_port(settings: IntakeSettings) -> RelayAddress:
    host = _LOOPBACK if settings.smtp_in_host in _EVERYWHERE else settings.smtp_in_host
    return RelayAddress(host, settings.smtp_in_port)
