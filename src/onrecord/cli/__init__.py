"""The shell face: parse, one desk call, print."""
