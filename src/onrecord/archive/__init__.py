"""Sealed, append-only: bag, leaf, tree, log, checkpoint, proof (docs/archive-format.md)."""
