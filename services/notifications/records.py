"""The collections that notifications keeps."""

from dataclasses import dataclass
from typing import Self

from services.notifications.calendar.addresses import CalendarVersion
from services.notifications.erasure import Erasure
from services.notifications.notices.notices import Notice
from services.notifications.planning.breach import Breach
from services.notifications.planning.channel_state import ChannelState
from services.notifications.planning.digests import DigestContent
from services.notifications.planning.lists import ListDay
from services.notifications.staff.absences import Absence
from services.notifications.staff.mail_choices import MailChoice
from services.notifications.watched import WatchedCase
from shared.store.collection import Collection
from shared.store.database import Database
from shared.store.versioned import VersionedCollection


@dataclass(frozen=True)
class Records:
    """Each collection once."""

    cases: VersionedCollection[WatchedCase]
    notices: VersionedCollection[Notice]
    breaches: Collection[Breach]
    erasures: Collection[Erasure]
    absences: Collection[Absence]
    mail_choices: Collection[MailChoice]
    digest_contents: Collection[DigestContent]
    list_days: Collection[ListDay]
    channels: VersionedCollection[ChannelState]
    calendar_versions: Collection[CalendarVersion]

    @classmethod
    def of(cls, database: Database) -> Self:
        """Those with an outbox are the ones that events go out with."""
        return cls(
            cases=database.versioned(WatchedCase),
            notices=database.versioned(Notice, outbox=True),
            breaches=database.collection(Breach, outbox=True),
            erasures=database.collection(Erasure, outbox=True),
            absences=database.collection(Absence),
            mail_choices=database.collection(MailChoice),
            digest_contents=database.collection(DigestContent),
            list_days=database.collection(ListDay),
            channels=database.versioned(ChannelState),
            calendar_versions=database.collection(CalendarVersion),
        )
