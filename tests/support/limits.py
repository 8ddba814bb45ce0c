"""What keeps limits and guard out of the way of tests and bench that are about something else.

No test comes near the limits; they are counted all the same, as in production.
"""

_MANY = "10000000/minute"

WIDE = {
    **{
        f"LYHORD_RATE_{door}": _MANY
        for door in ("FORM", "UPLOAD", "FOLLOW", "API", "TOKEN", "SAME_TEXT")
    },
    # What tests fill in, no person could have filled in that soon.
    "LYHORD_SUSPECT_FASTER_THAN": "0",
    # The guard looks only when it is asked: what it looks at is no part of other tests.
    "LYHORD_GUARD_INTERVAL": "0",
    "LYHORD_CHANNEL_TEST": "off",
    "LYHORD_MAIL_SENDER_CAP": "0",
    "LYHORD_MAIL_CAP": "0",
    "LYHORD_ACKNOWLEDGEMENTS_A_DAY": "0",
    "LYHORD_SMTP_IN_CONNECTIONS": "10000",
    "LYHORD_SMTP_IN_CONNECTIONS_EACH": "10000",
    "LYHORD_SMTP_IN_MAILS_A_CONNECTION": "1000000",
}

SHORT = {"LYHORD_OUTBOX_LEASE": "3"}
"""What a copy that was killed had not published is taken up sooner than in production."""
