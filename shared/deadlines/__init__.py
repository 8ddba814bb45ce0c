"""By when a case wants what: one computation for every service, so that all say the same day. Pure.

`computing.deadlines_of` gives a case's deadlines from its facts and its board's rules. They are
computed anew from every newer state of the facts, and whenever the rules change, and never edited.
"""
