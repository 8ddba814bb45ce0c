"""A composed report as a file: HTML, PDF, Word, Excel, CSV. Pure: from content to bytes."""
