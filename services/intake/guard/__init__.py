"""Watches the ways in: that what is published leads here, and that what is sent arrives."""
