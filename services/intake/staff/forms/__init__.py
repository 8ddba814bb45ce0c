"""The staff's forms: what each asks, how it is read, and the case request that it becomes. Pure.

One engine serves them all; `definitions` says which questions each form has.
"""
