"""Mailboxes that are read over IMAP: what comes there is taken in, and moved when it is stored."""
