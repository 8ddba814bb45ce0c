"""The commands of `lyhord`."""

import typer

from deploy.cli import dead_letters, organisation
from deploy.cli.channels import channels
from deploy.cli.check import check
from deploy.cli.imports import import_list
from deploy.cli.rebuild import rebuild

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # A trace with the values of variables could show a password or personal data.
    pretty_exceptions_enable=False,
    help="Operations of Lyhörd. Settings are read from the environment (LYHORD_…), as the "
    "services do. Ends with 0 when all is well, 1 when something is not right, 2 for wrong use, "
    "3 when the broker or a service does not answer.",
)
app.add_typer(dead_letters.app, name="dead")
app.add_typer(organisation.app, name="organisation")
app.command()(channels)
app.command()(check)
app.command()(rebuild)
app.command("import")(import_list)
