"""One file per language, and the one cutter every engine uses."""
