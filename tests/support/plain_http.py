"""For clients of our own processes, which are reached without TLS."""

import ssl

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""To give as `verify`: to read the list of authorities takes longer than many a test."""
