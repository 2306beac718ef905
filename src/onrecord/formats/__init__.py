"""One file per export format: sniff and read, nothing else."""
