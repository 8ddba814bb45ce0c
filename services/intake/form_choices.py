"""What can be chosen in the public form."""

from datetime import date

from services.intake.form import UNKNOWN_PLACE
from services.intake.submission_form import PUBLIC_KINDS, Answer
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

GENDER_CHOICES = tuple(
    Choice(gender, GENDERS[gender])
    for gender in (Gender.WOMAN, Gender.MAN, Gender.OTHER, Gender.UNKNOWN)
)

PLACE_CHOICES = (
    Choice("", phrase("Välj i listan")),
    Choice(UNKNOWN_PLACE, phrase("Jag vet inte")),
)


NO_CATEGORY = Choice("", phrase("Inget valt"))


def place_groups(organisation: Organisation, today: date) -> tuple[ChoiceGroup, ...]:
    """The boards with the units that the public may choose, and the board alone for the rest."""
    return tuple(
        ChoiceGroup(
            board.name,
            (
                *(
                    Choice(
                        f"{board.id}/{unit.id}",
                        unit.name,
                        level=len(organisation.units_above(unit.id)),
                    )
                    for unit in organisation.public_units(board.id, today)
                ),
                Choice(board.id, phrase("Annat, eller vet inte vilken enhet")),
            ),
        )
        for board in organisation.boards
    )


def common_categories(organisation: Organisation) -> tuple[Choice, ...]:
    """What every board has, so that it need not be looked for under one of them."""
    shared = _shared_ids(organisation)
    first, *_ = organisation.boards
    return (
        NO_CATEGORY,
        *(Choice(each.id, each.name) for each in _offered(first) if each.id in shared),
    )


def category_groups(organisation: Organisation) -> tuple[ChoiceGroup, ...]:
    """What is each board's own."""
    shared = _shared_ids(organisation)
    groups = (
        ChoiceGroup(
            board.name,
            tuple(
                Choice(f"{board.id}/{each.id}", each.name)
                for each in _offered(board)
                if each.id not in shared
            ),
        )
        for board in organisation.boards
    )
    return tuple(group for group in groups if group.choices)


def _offered(board: Board) -> tuple[Category, ...]:
    offered = board.category_list.offered()
    return tuple(each for each in offered if set(each.kinds) & set(PUBLIC_KINDS))


def _shared_ids(organisation: Organisation) -> frozenset[str]:
    first, *others = ({each.id for each in _offered(board)} for board in organisation.boards)
    return frozenset(first.intersection(*others))
