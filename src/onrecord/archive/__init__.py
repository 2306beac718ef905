"""Sealed, append-only: bags, leaves, trees, the desk log, heads and proofs.

The normative description is docs/archive-format.md; the code follows it.
"""
