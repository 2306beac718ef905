"""The sample case, made from a seed: everything in it is invented."""
