"""That each was told in time, shown afterwards: notices, alarms, and the internal control."""
