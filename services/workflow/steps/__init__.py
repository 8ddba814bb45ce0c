"""The steps of handling a case, one module for each subject."""
