"""`python -m services.intake`."""

import shared.starting  # noqa: F401 - before what takes long to load
from services.intake.main import main

main()
