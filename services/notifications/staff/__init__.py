"""The organisation's role accounts: who reads whose mail, and how each wants to get it."""
