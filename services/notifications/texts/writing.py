"""From a notice and the case as it is now to the mail, or to the finding that it is moot."""

from dataclasses import asdict, replace

from services.notifications.deadlines.occasions import Stage
from services.notifications.deadlines.recipients import told_first
from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.reaching import ByEmail, by_email, reach
from services.notifications.notices.tellings import Occurrence, still_holds
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import Reader
from services.notifications.texts.alarm_letter import (
    AlarmLetter,
    alarm_letter,
    broken_text_letter,
)
from services.notifications.texts.checking import problems_of
from services.notifications.texts.letters import (
    Links,
    acknowledgement_of,
    day_in_words,
    reminder_of,
    values_of,
)
from services.notifications.texts.mail import Mail
from services.notifications.texts.posting import mail_to_complainant, mail_to_staff
from services.notifications.texts.step_letters import (
    TEXTS,
    ToComplainant,
    to_complainant,
    to_staff,
)
from services.notifications.texts.texts import TextName, Texts
from services.notifications.watched import WatchedCase
from shared.correspondence import Answer
from shared.deadlines.deadline import Deadline
from shared.events.notices import NoticeKind
from shared.events.submissions import Address
from shared.organisation import Organisation
from shared.pages.languages import Language, named


class Writer:
    """Writes mails. They are made when they are sent, so addresses are kept in one place."""

    def __init__(self, texts: Texts, organisation: Organisation, links: Links) -> None:
        self._texts = texts
        self._organisation = organisation
        self._links = links
        self._posts = Posts(organisation)

    @property
    def text_versions(self) -> frozenset[str]:
        """The digests of all texts: what failed with another one is worth trying again."""
        return self._texts.versions

    async def check(self) -> str | None:
        """What is wrong with the templates, for readiness; None when they can be used."""
        return "; ".join(map(str, problems_of(self._texts))) or None

    def mail_for(
        self,
        notice: Notice,
        case: WatchedCase | None,
        answer: Answer | None = None,
        reader: Reader | None = None,
    ) -> Mail | None:
        """The mail; None when what the notice was to say no longer holds.

        `case` is None where it is not known here, and for what is about no case; `answer` is what
        an answer's mail tells, where it may; `reader` is who reads for an account of the
        organisation's. Raises TextUnusable, and UnknownBoard when the organisation has lost the
        case's board.
        """
        if notice.alarm is not None:
            letter = alarm_letter(notice.alarm, self._organisation, self._links.channels)
            return self._alarm(notice, letter)
        if notice.broken_text is not None:
            letter = broken_text_letter(
                notice.broken_text, notice.created_at, self._organisation, self._links.alarms
            )
            return self._alarm(notice, letter)
        if case is None:
            return None
        if notice.kind is NoticeKind.ACKNOWLEDGEMENT:
            return self._acknowledgement(notice, case)
        if notice.kind in (NoticeKind.REMINDER, NoticeKind.ESCALATION):
            return self._reminder(notice, case, reader)
        if notice.kind is NoticeKind.DELAY:
            return self._delay(notice, case)
        return self._of_step(notice, case, answer, reader)

    def still_tells(self, notice: Notice, case: WatchedCase | None) -> bool:
        """Whether what a notice to staff says still holds. Raises UnknownBoard.

        A signal always: who has seen it, and whether it has lapsed, only reporting knows.
        """
        if notice.signal is not None:
            return True
        if case is None or case.erased_at is not None:
            return False
        if notice.kind in (NoticeKind.REMINDER, NoticeKind.ESCALATION):
            deadline = still_open(notice, case)
            return deadline is not None and self._address(notice, case, deadline) is not None
        return still_holds(Occurrence(notice.rule), notice.recipient, case.facts)

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
        text = self._texts.write(
            TextName.ACKNOWLEDGEMENT, language, values_of(letter), case.facts.board
        )
        sender_name = f"{letter.board}, {letter.municipality}"
        board = self._organisation.known_board(case.facts.board)
        return mail_to_complainant(notice, case, board, to.address, sender_name, text, language)

    def _reminder(self, notice: Notice, case: WatchedCase, reader: Reader | None) -> Mail | None:
        deadline = still_open(notice, case)
        if deadline is None or notice.stage is None:
            return None
        board = self._organisation.known_board(case.facts.board)
        address = self._address(notice, case, deadline)
        if address is None:
            return None
        letter = reminder_of(
            case.case_id,
            case.facts,
            deadline,
            notice.stage,
            self._organisation,
            self._links,
            instead_of=self._instead_of(notice, reader),
        )
        escalated = notice.kind is NoticeKind.ESCALATION
        name = TextName.ESCALATION if escalated else TextName.REMINDER
        text = self._texts.write(name, Language.SWEDISH, values_of(letter), board.id)
        to = reader.address if reader else address
        return mail_to_staff(notice, board, to, letter.board, text)

    def _delay(self, notice: Notice, case: WatchedCase) -> Mail | None:
        deadline = still_open(notice, case)
        if deadline is None:
            return None
        if notice.stage is not Stage.EXTENDED:
            return self._to_complainant(notice, case, TextName.DELAYED)
        if deadline.extended_on is None:
            return None
        return self._to_complainant(notice, case, TextName.EXTENDED, extended=deadline)

    def _of_step(
        self,
        notice: Notice,
        case: WatchedCase,
        answer: Answer | None,
        reader: Reader | None,
    ) -> Mail | None:
        occurrence = Occurrence(notice.rule)
        if case.erased_at is not None or not still_holds(occurrence, notice.recipient, case.facts):
            return None
        if notice.recipient == COMPLAINANT:
            return self._to_complainant(notice, case, TEXTS[occurrence], answer)
        return self._to_staff(notice, case, occurrence, reader)

    def _to_complainant(
        self,
        notice: Notice,
        case: WatchedCase,
        name: TextName,
        answer: Answer | None = None,
        extended: Deadline | None = None,
    ) -> Mail | None:
        address = self.address_of_complainant(case.contact)
        if address is None:
            return None
        language = named(case.facts.language) or Language.SWEDISH
        letter = to_complainant(case.facts, self._organisation, self._links, language, answer)
        if extended is not None:
            letter = with_new_day(letter, extended, language)
        text = self._texts.write(name, language, asdict(letter), case.facts.board)
        sender_name = f"{letter.board}, {letter.municipality}"
        board = self._organisation.known_board(case.facts.board)
        return mail_to_complainant(notice, case, board, address, sender_name, text, language)

    def _to_staff(
        self,
        notice: Notice,
        case: WatchedCase,
        occurrence: Occurrence,
        reader: Reader | None,
    ) -> Mail | None:
        address = reader.address if reader else self.address_of_account(notice.recipient)
        if address is None:
            return None
        board = self._organisation.known_board(case.facts.board)
        links, call = self._links, notice.causation_id
        link = links.call(call) if occurrence is Occurrence.TO_CALL else links.case(case.case_id)
        letter = to_staff(
            occurrence,
            case.facts,
            self._organisation,
            link,
            instead_of=self._instead_of(notice, reader),
        )
        text = self._texts.write(TextName.TASK, Language.SWEDISH, asdict(letter), board.id)
        return mail_to_staff(notice, board, address, letter.board, text)

    def _instead_of(self, notice: Notice, reader: Reader | None) -> str | None:
        return self._posts.said(notice.recipient) if reader and reader.instead else None

    def address_of_complainant(self, contact: Address | None) -> str | None:
        """Where the complainant is mailed; None for no address, a wrong one, or one of our own."""
        to = by_email(contact.email or "", self.is_own) if contact else None
        return to.address if isinstance(to, ByEmail) else None

    def address_of_account(self, account: str) -> str | None:
        """Where a role account of the organisation is mailed."""
        found = self._organisation.role_account(account)
        return found.address if found else None

    def registrar_of(self, board: str) -> str:
        """The account of the board's registrar. Raises UnknownBoard."""
        return self._organisation.known_board(board).recipients.registrar.account

    def _alarm(self, notice: Notice, letter: AlarmLetter) -> Mail | None:
        addresses = {each.account: each.address for each in self._organisation.operators}
        address = addresses.get(notice.recipient)
        if address is None:
            return None
        board = self._organisation.known_board(self._organisation.default_board)
        text = self._texts.write(TextName.ALARM, Language.SWEDISH, asdict(letter))
        return mail_to_staff(notice, board, address, f"Lyhörd, {letter.municipality}", text)

    def _address(self, notice: Notice, case: WatchedCase, deadline: Deadline) -> str | None:
        """Where the role account that the notice names is reached today."""
        facts = case.facts
        rule = self._organisation.known_board(facts.board).deadline(notice.rule)
        if rule is None:
            return None
        if notice.kind is NoticeKind.ESCALATION:
            among = self._organisation.line_of_command(facts.board, facts.unit)
        else:
            among = told_first(deadline, rule, facts, self._organisation)
        by_account = {each.account.account: each.account.address for each in among}
        return by_account.get(notice.recipient)

    def is_own(self, address: str) -> bool:
        """Whether mail to the address becomes a case."""
        return self._organisation.board_for_address(address) is not None


def with_new_day(letter: ToComplainant, extended: Deadline, language: Language) -> ToComplainant:
    """What tells of an extension: until when, and why."""
    return replace(letter, until=day_in_words(extended.due, language), cause=extended.reason)


def still_open(notice: Notice, case: WatchedCase) -> Deadline | None:
    """The deadline that the notice tells of, if it is still to be met."""
    return case.open_deadline(notice.rule, notice.due, notice.measure)
