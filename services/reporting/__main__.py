"""`python -m services.reporting`."""

from services.reporting.main import main

main()
