"""Finds what may point out a person in a text that is to be shown without persons.

Pure functions of a text and of what the organisation's own names are. docs/services/reporting.md
says what cannot be found in this way.
"""
