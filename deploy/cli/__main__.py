"""`python -m deploy.cli`."""

import shared.starting  # noqa: F401 - before what takes long to load
from deploy.cli.main import app

app(prog_name="lyhord")
