"""The quotation gate, redaction, and one file per output."""
