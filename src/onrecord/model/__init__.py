"""What things are: frozen values without I/O, and the one schema of a message."""
