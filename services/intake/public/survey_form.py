"""The survey as a form: what can be chosen, and what was. Pure."""

from collections.abc import Mapping

from services.intake.public.form import Rejected
from shared.organisation import Question, Scale, Survey
from shared.organisation.surveys import NO_OPINION, STEPS
from shared.pages.choices import Choice
from shared.pages.phrases import Phrase, phrase

_WORDS: Mapping[Scale, tuple[Phrase, ...]] = {
    Scale.SATISFACTION: (
        phrase("Mycket missnöjd"),
        phrase("Ganska missnöjd"),
        phrase("Varken nöjd eller missnöjd"),
        phrase("Ganska nöjd"),
        phrase("Mycket nöjd"),
    ),
    Scale.AGREEMENT: (
        phrase("Stämmer inte alls"),
        phrase("Stämmer ganska dåligt"),
        phrase("Stämmer delvis"),
        phrase("Stämmer ganska bra"),
        phrase("Stämmer helt"),
    ),
    Scale.EASE: (
        phrase("Mycket svårt"),
        phrase("Ganska svårt"),
        phrase("Varken lätt eller svårt"),
        phrase("Ganska lätt"),
        phrase("Mycket lätt"),
    ),
}
_NO_OPINION = phrase("Ingen åsikt")


def field_of(question: Question) -> str:
    """The name of the question's field."""
    return f"q-{question.id}"


def choices_of(question: Question) -> tuple[Choice, ...]:
    """The steps of the scale from the least to the most, and no opinion."""
    steps = zip(STEPS, _WORDS[question.scale], strict=True)
    return (
        *(Choice(str(step), words) for step, words in steps),
        Choice(str(NO_OPINION), _NO_OPINION),
    )


def parse_survey(data: Mapping[str, str], survey: Survey) -> Mapping[str, int] | Rejected:
    """The answers by question id. A question may be left out, but not all of them."""
    first = field_of(survey.questions[0])
    if data.get("survey") != survey.edition:
        return Rejected({first: phrase("Frågorna har ändrats. Svara på dem som de är nu.")})
    allowed = {str(value): value for value in (*STEPS, NO_OPINION)}
    answers = {
        question.id: allowed[given]
        for question in survey.questions
        if (given := data.get(field_of(question), "")) in allowed
    }
    if not answers:
        return Rejected({first: phrase("Svara på minst en av frågorna.")})
    return answers
