"""An independent maker of proofs, good and faulty, written from docs/archive-format.md alone."""
