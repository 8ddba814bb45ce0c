"""The due days of an account's cases as a calendar that other programs subscribe to."""
