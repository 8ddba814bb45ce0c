"""`python -m services.reporting`."""

import shared.starting  # noqa: F401 - before what takes long to load
from services.reporting.main import main

main()
