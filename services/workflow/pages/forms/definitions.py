"""Every step's form."""

from services.workflow.commands import COMMANDS
from services.workflow.pages.forms import (
    acting,
    answering,
    beginning,
    correcting,
    ending,
    extending,
    investigating,
    lex_sarah,
    recording,
)

_FORMS = (
    *beginning.FORMS,
    *investigating.FORMS,
    *acting.FORMS,
    *answering.FORMS,
    *ending.FORMS,
    *extending.FORMS,
    *recording.FORMS,
    *correcting.FORMS,
    *lex_sarah.FORMS,
)
BY_STEP = {form.name: form for form in _FORMS}
FORMS = tuple(BY_STEP[command.name] for command in COMMANDS if command.name in BY_STEP)
"""In the order in which a case usually takes them."""
BY_PATH = {form.path: form for form in FORMS}
