"""What can be chosen in the public form."""

from dataclasses import dataclass
from datetime import date

from services.intake.public.places import Place, places
from services.intake.public.submission_form import PUBLIC_KINDS, Answer, Concerned
from shared.events.vocabulary import Gender, Kind
from shared.organisation import Board, Category, Organisation
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.phrases import phrase
from shared.pages.words import GENDERS, KINDS

_KIND_HINTS = {
    Kind.COMPLAINT: phrase("Något har inte fungerat som det borde."),
    Kind.VIEW: phrase("Du vill berätta vad du tycker om något."),
    Kind.SUGGESTION: phrase("Du har en idé om hur något kan bli bättre."),
    Kind.PRAISE: phrase("Något har varit bra och du vill att vi får veta det."),
}

KIND_CHOICES = tuple(Choice(kind, KINDS[kind], _KIND_HINTS[kind]) for kind in PUBLIC_KINDS)

ANSWER_CHOICES = (
    Choice(Answer.EMAIL, phrase("Ja, med e-post")),
    Choice(Answer.PHONE, phrase("Ja, per telefon")),
    Choice(Answer.LETTER, phrase("Ja, med brev")),
    Choice(Answer.NO, phrase("Nej, jag behöver inget svar")),
    Choice(
        Answer.ANONYMOUS,
        phrase("Nej, jag vill vara anonym"),
        phrase("Vi sparar inget om vem du är. Du får en kod att följa ärendet med."),
    ),
)

CONCERNED_CHOICES = (
    Choice(Concerned.MYSELF, phrase("Mig själv")),
    Choice(Concerned.RELATIVE, phrase("En anhörig eller någon som står mig nära")),
    Choice(Concerned.OTHER, phrase("Någon annan")),
    Choice(Concerned.GENERAL, phrase("Alla, eller något allmänt")),
)

GENDER_CHOICES = tuple(
    Choice(gender, GENDERS[gender])
    for gender in (Gender.WOMAN, Gender.MAN, Gender.OTHER, Gender.UNKNOWN)
)

NO_CATEGORY = Choice("", phrase("Inget valt"))


@dataclass(frozen=True)
class Branch:
    """A board with what can be chosen under it."""

    board: Board
    places: tuple[Place, ...]

    def has(self, value: str) -> bool:
        return any(place.value == value for place in self.places)


def branches(organisation: Organisation, today: date) -> tuple[Branch, ...]:
    """Each board with its units in the tree's order, and last the board for all else."""
    offered = tuple(places(organisation, today))
    return tuple(
        Branch(
            board,
            (
                *(each for each in offered if each.unit and each.board.id == board.id),
                Place(board),
            ),
        )
        for board in organisation.boards
    )


@dataclass(frozen=True)
class Categories:
    """What the field `category` offers: first what stands alone, then groups."""

    choices: tuple[Choice, ...]
    groups: tuple[ChoiceGroup, ...] = ()


def fitting_categories(
    organisation: Organisation, kind: Kind | None, board: Board | None
) -> Categories:
    """Only what fits the kind and the board, as far as they are known.

    What every board has need not be looked for under one of them.
    """
    everywhere = _shared_ids(organisation)
    if board is not None:
        offered = _offered(board, kind)
        return Categories((NO_CATEGORY, *(_choice(board, each, everywhere) for each in offered)))
    first, *_ = organisation.boards
    groups = (
        ChoiceGroup(
            each.name,
            tuple(
                _choice(each, category, everywhere)
                for category in _offered(each, kind)
                if category.id not in everywhere
            ),
        )
        for each in organisation.boards
    )
    return Categories(
        (
            NO_CATEGORY,
            *(
                _choice(first, each, everywhere)
                for each in _offered(first, kind)
                if each.id in everywhere
            ),
        ),
        tuple(group for group in groups if group.choices),
    )


def _choice(board: Board, category: Category, everywhere: frozenset[str]) -> Choice:
    value = category.id if category.id in everywhere else f"{board.id}/{category.id}"
    return Choice(value, category.name)


def _offered(board: Board, kind: Kind | None = None) -> tuple[Category, ...]:
    wanted = {kind} if kind in PUBLIC_KINDS else set(PUBLIC_KINDS)
    return tuple(each for each in board.category_list.offered() if wanted & set(each.kinds))


def _shared_ids(organisation: Organisation) -> frozenset[str]:
    first, *others = ({each.id for each in _offered(board)} for board in organisation.boards)
    return frozenset(first.intersection(*others))
