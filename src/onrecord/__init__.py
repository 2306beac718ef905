"""onrecord: from a closed group's export to quotations anyone can check."""

__version__ = "0.1.0"
