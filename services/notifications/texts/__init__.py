"""The words: from a notice and its case to a mail."""
