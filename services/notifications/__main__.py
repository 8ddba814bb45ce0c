"""`python -m services.notifications`."""

import shared.starting  # noqa: F401 - before what takes long to load
from services.notifications.main import main

main()
