"""``python -m onrecord``."""

from onrecord.cli.main import entry

entry()
