"""Files that come with cases and messages: kept in pieces, recognised by content, scanned."""
