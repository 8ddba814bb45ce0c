"""What people answer to the survey, and what others have measured by theirs."""
