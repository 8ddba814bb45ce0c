"""`python -m services.workflow`."""

from services.workflow.main import main

main()
