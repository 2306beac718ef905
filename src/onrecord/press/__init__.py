"""Reporting that does not come from the group: readers, independence, match."""
