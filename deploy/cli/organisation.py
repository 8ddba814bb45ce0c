"""`lyhord organisation`: the municipality's settings, before a service reads them."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.cli.endings import Ending, settings_of_environment
from deploy.cli.output import AsJson, print_json
from shared.organisation import Organisation, OrganisationError, load_organisation

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The organisation's boards, units and rules."
)


@app.callback()
def organisation() -> None:
    """The organisation's boards, units and rules."""


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Of TOML files; LYHORD_ORGANISATION if not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look for faults in the folder, and in the texts of mails in it.

    Prints each with file, line and remedy; ends with 1 if there is any.
    """
    checked = folder or settings_of_environment().organisation
    try:
        loaded = load_organisation(checked)
        own = _own_texts(checked, loaded)
    except OrganisationError as error:
        if as_json:
            print_json(
                {
                    "folder": str(checked),
                    "problems": [
                        {
                            "file": str(problem.place.file),
                            "line": problem.place.line,
                            "fault": problem.fault,
                            "remedy": problem.remedy,
                        }
                        for problem in error.problems
                    ],
                }
            )
        else:
            typer.echo(str(error))
        raise typer.Exit(Ending.NOT_RIGHT) from None
    if as_json:
        print_json({"folder": str(checked), "problems": []})
        return
    typer.echo(
        f"{checked}: {len(loaded.boards)} boards, {len(loaded.units)} units, own "
        f"texts: {own}, no fault"
    )


def _own_texts(folder: Path, loaded: Organisation) -> int:
    """How many texts stand in the place of ours. Raises OrganisationError."""
    # What writes mails takes a while to load, and no other command needs it.
    from services.notifications.texts.checking import load_texts
    from services.notifications.texts.own_texts import STANDARD

    return sum(source.owner != STANDARD for source in load_texts(folder, loaded).sources)
