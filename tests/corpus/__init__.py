"""Mails of every oddity that intake must bear: files, what is in them, and who makes those that no
editor can write."""
