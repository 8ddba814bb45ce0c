"""What the page of a case shows, and to whom. Pure: told what they may do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.workflow.case import Case, ReceivedMessage
from services.workflow.document_list import ListedPaper, listed_papers, missing_papers
from services.workflow.listing import ListedCase
from services.workflow.pages.case_facts import Badge, KnownFacts, badges_of
from services.workflow.pages.deadlines_in_words import DeadlineLine, deadline_lines
from services.workflow.pages.facts_in_words import FactWords
from services.workflow.pages.forms.definitions import FORMS
from services.workflow.pages.forms.field import Group, StepForm
from services.workflow.pages.forms.reading import AT_CLOSING
from services.workflow.pages.history import Happening, History
from services.workflow.pages.next_for import Suggestion, next_for
from services.workflow.pages.not_reached import NotReached, not_reached
from services.workflow.pages.points_in_words import Point, points_in_words
from services.workflow.pages.words import RELATIONS
from services.workflow.steps.closing import Close
from shared.clock import local_date
from shared.events.submissions import AttachmentReference
from shared.events.vocabulary import Role
from shared.organisation import Organisation
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import KINDS, ROLES, STATUSES

GROUPS: dict[Group, Phrase] = {
    Group.HANDLING: phrase("Handläggning"),
    Group.INVESTIGATION: phrase("Utredning"),
    Group.MEASURES: phrase("Åtgärder"),
    Group.ANSWER: phrase("Svar"),
    Group.END: phrase("Avslut"),
    Group.LEX_SARAH: phrase("Lex Sarah"),
    Group.RECORD: phrase("Diarium och handlingar"),
}

_ONLY_WHEN_POSSIBLE = frozenset(
    {
        "acknowledge",
        "record-reached",
        "resume",
        "reopen",
        "accept-referral",
        "withdraw-referral",
        "add-finding",
        "conclude",
        "complete-action",
        "judge-effect",
        "follow-up",
        "decline-lex-sarah",
        "report-lex-sarah",
        "decide-lex-sarah",
        "notify-ivo",
        "record-ivo-decision",
        "correct-paper",
        "retry-diary",
        "set-diary-number",
    }
)
"""Steps that nobody misses where they cannot be taken."""


@dataclass(frozen=True)
class Barred:
    """Steps that cannot be taken now, for the same reasons."""

    forms: tuple[StepForm, ...]
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True)
class Said:
    """A message of either direction. `at` is UTC."""

    incoming: bool
    by: Label
    at: datetime
    text: str
    quoted: str | None = None
    attachments: tuple[AttachmentReference, ...] = ()


@dataclass(frozen=True)
class Linked:
    """Another case, if the reader may know of it."""

    relation: Phrase
    case: ListedCase | None
    kind: Phrase | None = None
    status: Phrase | None = None

    @property
    def number(self) -> str | None:
        if self.case is None:
            return None
        return self.case.facts.diary_number or self.case.facts.reference


@dataclass(frozen=True)
class CaseView:
    """Everything on the page."""

    case: Case
    number: str
    kind: Phrase
    place: Label
    badges: tuple[Badge, ...]
    facts: tuple[tuple[Phrase, Label], ...]
    deadlines: tuple[DeadlineLine, ...]
    points: tuple[Point, ...]
    papers: tuple[ListedPaper, ...]
    missing_papers: tuple[Phrase, ...]
    barriers: tuple[Phrase, ...]
    """Why it cannot be closed; empty for a case that can be, or is."""
    unanswered: tuple[Phrase, ...]
    """The control points that stand against that as well."""
    next: tuple[Suggestion, ...]
    steps: tuple[tuple[Phrase, tuple[StepForm, ...]], ...]
    """Those that can be taken, by heading."""
    barred: tuple[Barred, ...]
    timeline: tuple[Happening, ...]
    talk: tuple[Said, ...]
    unreached: tuple[NotReached, ...]
    """What did not reach the complainant, the newest first, while nothing since has."""
    linked: tuple[Linked, ...]
    open_steps: frozenset[str]
    """Names of the steps that can be taken."""

    @property
    def fulfilled(self) -> int:
        return sum(point.fulfilled for point in self.points)


class CaseViews:
    """Makes views of cases in the organisation's words."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self.words = FactWords(organisation)
        self.history = History(self.words)
        self._known = KnownFacts(organisation, self.words)

    def view(
        self,
        case: Case,
        linked: Sequence[ListedCase],
        may: Callable[[str], bool],
        now: datetime,
        account: str | None,
    ) -> CaseView:
        """`may` says of a step's name whether the reader has it; `linked` are those they see."""
        facts = case.facts
        board = self._organisation.known_board(facts.board)
        points = points_in_words(case, self.words)
        own = tuple(form for form in FORMS if may(form.name))
        possible = tuple(form for form in own if form.command.may_be_taken(case))
        return CaseView(
            case=case,
            number=facts.diary_number or facts.reference,
            kind=KINDS[facts.kind],
            place=self.place(case),
            badges=tuple(badges_of(case)),
            facts=tuple(self._known.rows(case)),
            deadlines=tuple(deadline_lines(facts, board, now)),
            points=points,
            papers=listed_papers(case, board),
            missing_papers=tuple(missing_papers(case)),
            barriers=tuple(Close.barriers(case)) if case.is_open else (),
            unanswered=tuple(
                point.name
                for point in points
                if case.is_open and not point.fulfilled and point.id not in AT_CLOSING
            ),
            next=next_for(case, may, local_date(now), account),
            steps=_by_heading(possible),
            barred=_barred(case, [form for form in own if form not in possible]),
            timeline=tuple(reversed(self.history.of(case))),
            talk=self.talk(case),
            unreached=not_reached(case),
            linked=tuple(_linked(case, linked)),
            open_steps=frozenset(form.name for form in possible),
        )

    def place(self, case: Case) -> Label:
        """The unit that it is about, or its board."""
        board = self._organisation.known_board(case.facts.board)
        return self.words.unit(case.facts.unit, board.id) if case.facts.unit else board.name

    def talk(self, case: Case) -> tuple[Said, ...]:
        """Messages both ways, the oldest first."""
        return tuple(sorted(self._talk(case), key=lambda said: said.at))

    def _talk(self, case: Case) -> Iterable[Said]:
        for message in case.messages:
            yield Said(
                True,
                _who(message),
                message.received_at,
                message.text,
                message.quoted,
                message.attachments,
            )
        for sent in case.sent:
            yield Said(False, ROLES[sent.by], sent.sent_at, sent.text)


def _who(message: ReceivedMessage) -> Phrase:
    if message.by is Role.PUBLIC:
        return phrase("Någon annan än den som har lämnat ärendet")
    return ROLES[message.by]


def _by_heading(
    forms: Sequence[StepForm],
) -> tuple[tuple[Phrase, tuple[StepForm, ...]], ...]:
    found = {group: tuple(form for form in forms if form.group is group) for group in GROUPS}
    return tuple((GROUPS[group], chosen) for group, chosen in found.items() if chosen)


def _barred(case: Case, forms: Iterable[StepForm]) -> tuple[Barred, ...]:
    found: dict[tuple[Phrase, ...], tuple[StepForm, ...]] = {}
    for form in forms:
        if form.name in _ONLY_WHEN_POSSIBLE:
            continue
        reasons = tuple(form.command.barriers(case))
        found[reasons] = (*found.get(reasons, ()), form)
    return tuple(Barred(forms, reasons) for reasons, forms in found.items())


def _linked(case: Case, seen: Sequence[ListedCase]) -> Iterable[Linked]:
    by_id = {each.id: each for each in seen}
    for link in case.links:
        other = by_id.get(str(link.case_id))
        yield Linked(
            RELATIONS[link.relation],
            other,
            KINDS[other.facts.kind] if other else None,
            STATUSES[other.facts.status] if other else None,
        )
