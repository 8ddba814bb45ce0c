"""Whether every text can be made: looked at when the service starts, and by the command line.

Each template is read for names that are no fields of its text, in branches not taken too, and then
made for every example.
"""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes

from services.notifications.texts.own_texts import FOLDER as OWN_FOLDER
from services.notifications.texts.own_texts import TextFile, TextSource, language_of
from services.notifications.texts.samples import examples_of, fields_of
from services.notifications.texts.texts import TextName, Texts, TextUnusable
from shared.organisation import Organisation, OrganisationError
from shared.organisation.names import did_you_mean
from shared.organisation.problems import Place, Problem

GIVEN_TO_ALL = frozenset({"lang", "municipality"})
"""Fields of every text: the language's tag, and what the municipality is called."""


def load_texts(organisation_folder: Path, organisation: Organisation) -> Texts:
    """Our texts and those of the organisation's folder.

    Raises OrganisationError with every problem at once, each with file, line and remedy.
    """
    boards = [board.id for board in organisation.boards]
    texts = Texts(
        own=organisation_folder / OWN_FOLDER,
        boards=boards,
        municipality=organisation.municipality.name,
    )
    problems = problems_of(texts)
    if problems:
        raise OrganisationError(problems)
    return texts


def problems_of(texts: Texts) -> list[Problem]:
    """What keeps any text from being made, in the files' order; empty when all is well."""
    found = {problem for source in texts.sources for problem in problems_in(texts, source)}
    return sorted({*texts.problems_of_files, *found})


def problems_in(texts: Texts, source: TextSource) -> list[Problem]:
    """The same of one text."""
    name = TextName(source.stem.partition(".")[0])
    found = {problem for file in source.files for problem in _unknown_names(texts, file, name)}
    if not found:
        found = set(_not_made(texts, source, name))
    return sorted(found)


def _unknown_names(texts: Texts, file: TextFile, name: TextName) -> Iterator[Problem]:
    known = {*fields_of(name), *GIVEN_TO_ALL}
    try:
        tree = texts.environment.parse(file.content, file.label, str(file.path))
    except TemplateSyntaxError as error:
        yield Problem(
            Place(file.path, error.lineno),
            f"{error.message}.",
            "Correct what stands between {{ and }}, or {% and %}, there.",
        )
        return
    unknown = meta.find_undeclared_variables(tree) - known - _made_there(tree)
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            yield Problem(
                Place(file.path, node.lineno),
                f'"{node.name}" is not a field of the text {name}.',
                did_you_mean(node.name, known - {"lang"}),
            )


def _made_there(tree: nodes.Template) -> set[str]:
    """Names that the template itself gives; what is set above a block can be used in it."""
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return stored | {macro.name for macro in tree.find_all(nodes.Macro)}


def _not_made(texts: Texts, source: TextSource, name: TextName) -> Iterator[Problem]:
    for example in examples_of(name, language_of(source)):
        try:
            texts.made_of(source, example.values)
        except TextUnusable as error:
            yield error.problem
