"""From a notice and the case as it is now to the mail, or to the finding that it is moot."""

from dataclasses import asdict

from services.notifications.alarm_letter import alarm_letter
from services.notifications.deadlines import Deadline, Standing
from services.notifications.letters import (
    Links,
    acknowledgement_of,
    examples,
    reminder_of,
    values_of,
)
from services.notifications.mail import Envelope, Mail, compose
from services.notifications.notices import COMPLAINANT, ChannelAlarm, Notice
from services.notifications.reaching import ByEmail, by_email, reach
from services.notifications.step_letters import TEXTS, step_examples, to_complainant, to_staff
from services.notifications.tellings import Occurrence, still_holds
from services.notifications.texts import Text, TextName, Texts
from services.notifications.watched import WatchedCase
from shared.correspondence import Answer
from shared.events.notices import NoticeKind
from shared.events.submissions import Address
from shared.organisation import Board, Organisation
from shared.pages.languages import Language, named


class Writer:
    """Writes mails. They are made when they are sent, so addresses are kept in one place."""

    def __init__(self, texts: Texts, organisation: Organisation, links: Links) -> None:
        self._texts = texts
        self._organisation = organisation
        self._links = links

    @property
    def text_version(self) -> str:
        """Which texts are used."""
        return self._texts.version

    async def check(self) -> str | None:
        """What is wrong with the templates, for readiness; None when they can be used."""
        return "; ".join(self._texts.problems([*examples(), *step_examples()])) or None

    def mail_for(
        self, notice: Notice, case: WatchedCase | None, answer: Answer | None = None
    ) -> Mail | None:
        """The mail; None when what the notice was to say no longer holds.

        `case` is None where it is not known here, and for what is about no case; `answer` is what
        an answer's mail tells, where it may. Raises
        TextUnusable, and UnknownBoard when the organisation has lost the case's board.
        """
        if notice.alarm is not None:
            return self._alarm(notice, notice.alarm)
        if case is None:
            return None
        if notice.kind is NoticeKind.ACKNOWLEDGEMENT:
            return self._acknowledgement(notice, case)
        if notice.kind is NoticeKind.REMINDER:
            return self._reminder(notice, case)
        if notice.kind is NoticeKind.DELAY:
            still = _still_open(notice, case) is not None
            return self._to_complainant(notice, case, TextName.DELAYED) if still else None
        return self._of_step(notice, case, answer)

    def _acknowledgement(self, notice: Notice, case: WatchedCase) -> Mail | None:
        if case.contact is None:
            return None
        to = reach(case.facts, case.contact, self.is_own)
        if not isinstance(to, ByEmail):
            return None
        language = named(case.facts.language) or Language.SWEDISH
        letter = acknowledgement_of(
            case.facts, case.deadlines, self._organisation, self._links, language
        )
        text = self._texts.write(TextName.ACKNOWLEDGEMENT, language, values_of(letter))
        sender_name = f"{letter.board}, {letter.municipality}"
        return self._mail_to_complainant(notice, case, to.address, sender_name, text, language)

    def _reminder(self, notice: Notice, case: WatchedCase) -> Mail | None:
        deadline = _still_open(notice, case)
        if deadline is None or notice.stage is None:
            return None
        board = self._organisation.known_board(case.facts.board)
        address = self._address(notice, case, board)
        if address is None:
            return None
        letter = reminder_of(
            case.case_id,
            case.facts,
            deadline,
            notice.stage,
            self._organisation,
            self._links,
        )
        text = self._texts.write(TextName.REMINDER, Language.SWEDISH, values_of(letter))
        return self._mail_to_staff(notice, board, address, letter.board, text)

    def _of_step(self, notice: Notice, case: WatchedCase, answer: Answer | None) -> Mail | None:
        occurrence = Occurrence(notice.rule)
        if case.erased_at is not None or not still_holds(occurrence, notice.recipient, case.facts):
            return None
        if notice.recipient == COMPLAINANT:
            return self._to_complainant(notice, case, TEXTS[occurrence], answer)
        return self._to_staff(notice, case, occurrence)

    def _to_complainant(
        self, notice: Notice, case: WatchedCase, name: TextName, answer: Answer | None = None
    ) -> Mail | None:
        address = self.address_of_complainant(case.contact)
        if address is None:
            return None
        language = named(case.facts.language) or Language.SWEDISH
        letter = to_complainant(case.facts, self._organisation, self._links, language, answer)
        text = self._texts.write(name, language, asdict(letter))
        sender_name = f"{letter.board}, {letter.municipality}"
        return self._mail_to_complainant(notice, case, address, sender_name, text, language)

    def _to_staff(self, notice: Notice, case: WatchedCase, occurrence: Occurrence) -> Mail | None:
        address = self.address_of_account(notice.recipient)
        if address is None:
            return None
        board = self._organisation.known_board(case.facts.board)
        letter = to_staff(occurrence, case.case_id, case.facts, self._organisation, self._links)
        text = self._texts.write(TextName.TASK, Language.SWEDISH, asdict(letter))
        return self._mail_to_staff(notice, board, address, letter.board, text)

    def address_of_complainant(self, contact: Address | None) -> str | None:
        """Where the complainant is mailed; None for no address, a wrong one, or one of our own."""
        to = by_email(contact.email or "", self.is_own) if contact else None
        return to.address if isinstance(to, ByEmail) else None

    def address_of_account(self, account: str) -> str | None:
        """Where a role account of the organisation is mailed."""
        found = self._organisation.role_account(account)
        return found.address if found else None

    def _alarm(self, notice: Notice, told: ChannelAlarm) -> Mail | None:
        addresses = {each.account: each.address for each in self._organisation.operators}
        address = addresses.get(notice.recipient)
        if address is None:
            return None
        board = self._organisation.known_board(self._organisation.default_board)
        letter = alarm_letter(told, self._organisation, self._links.channels)
        text = self._texts.write(TextName.ALARM, Language.SWEDISH, asdict(letter))
        return self._mail_to_staff(notice, board, address, f"Lyhörd, {letter.municipality}", text)

    def _mail_to_complainant(
        self,
        notice: Notice,
        case: WatchedCase,
        address: str,
        sender_name: str,
        text: Text,
        language: Language,
    ) -> Mail:
        board = self._organisation.known_board(case.facts.board)
        return compose(
            Envelope(
                sender=board.sender,
                sender_name=sender_name,
                recipient=address,
                reply_to=board.sender,
            ),
            text,
            language,
            notice_id=notice.id,
            case_id=case.case_id,
            written_at=notice.created_at,
            headers={"X-Lyhord-Reference": case.facts.reference},
        )

    def _mail_to_staff(
        self, notice: Notice, board: Board, address: str, sender_name: str, text: Text
    ) -> Mail:
        return compose(
            Envelope(
                sender=board.sender,
                sender_name=sender_name,
                recipient=address,
                # The board's own address would take a reply for the complainant's.
                reply_to=board.recipients.registrar.address,
            ),
            text,
            Language.SWEDISH,
            notice_id=notice.id,
            case_id=notice.case_id,
            written_at=notice.created_at,
        )

    def _address(self, notice: Notice, case: WatchedCase, board: Board) -> str | None:
        """Where the role account that the notice names is reached today."""
        rule = board.deadline(notice.rule)
        if rule is None:
            return None
        told = self._organisation.recipients_for(rule, board.id, case.facts.unit)
        by_account = {each.account.account: each.account.address for each in told}
        return by_account.get(notice.recipient)

    def is_own(self, address: str) -> bool:
        """Whether mail to the address becomes a case."""
        return self._organisation.board_for_address(address) is not None


def _still_open(notice: Notice, case: WatchedCase) -> Deadline | None:
    if case.erased_at is not None:
        return None
    return next(
        (
            deadline
            for deadline in case.deadlines
            if deadline.rule == notice.rule
            and deadline.due == notice.due
            and deadline.standing is Standing.OPEN
        ),
        None,
    )
