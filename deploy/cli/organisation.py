"""`lyhord organisation`: the municipality's settings, before a service reads them."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.cli.endings import Ending, settings_of_environment
from deploy.cli.output import AsJson, print_json
from shared.organisation import OrganisationError, load_organisation

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
    """Look for faults in the folder.

    Prints each with file, line and remedy; ends with 1 if there is any.
    """
    checked = folder or settings_of_environment().organisation
    try:
        loaded = load_organisation(checked)
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
    typer.echo(f"{checked}: {len(loaded.boards)} boards, {len(loaded.units)} units, no fault")
