"""Imported before anything else by what is run as a program.

What modules make when they are loaded stays for as long as the process: to look for garbage among
it takes a tenth of the start. A service sets its own measure once it is wired.
"""

import gc

gc.set_threshold(100_000)
