"""`python -m services.workflow`."""

import shared.starting  # noqa: F401 - before what takes long to load
from services.workflow.main import main

main()
