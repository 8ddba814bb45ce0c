"""What is remembered of the mails in a folder from one look, and one connection, to the next."""

from dataclasses import dataclass, field

from services.intake.imap.troubles import Troubles


@dataclass
class FolderMemory:
    """By uid, for as long as the server says that uids mean the same mails.

    Lost with the process, which does no harm: a mail that is fetched again is recognised.
    """

    validity: int = 0
    troubles: Troubles = field(default_factory=Troubles)
    alone: set[int] = field(default_factory=set)
    """Mails one of which ended the connection: they are fetched one by one."""
    unmoved: dict[int, str] = field(default_factory=dict)
    """Mails that are taken and could not be moved, and the folder that they belong in."""

    def opened(self, validity: int) -> None:
        """The folder is open; forget all where its uids have been given anew."""
        if validity != self.validity:
            self.validity = validity
            self.troubles = Troubles()
            self.alone.clear()
            self.unmoved.clear()

    def taken(self, uid: int) -> None:
        self.troubles.ended(uid)
        self.alone.discard(uid)
